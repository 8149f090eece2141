package dev.orrery.dns.core.message;

/// The header without its counts (RFC 1035 §4.1.1).
///
/// @param id 16 bits that tie an answer to its query
/// @param flags the 16 bits QR, opcode, AA, TC, RD, RA, Z, AD, CD, RCODE as on the wire
public record Header(int id, int flags) {
  public static final int RESPONSE = 0x8000;
  public static final int AUTHORITATIVE = 0x0400;
  public static final int TRUNCATED = 0x0200;
  public static final int RECURSION_DESIRED = 0x0100;
  public static final int RECURSION_AVAILABLE = 0x0080;
  public static final int OPCODE_QUERY = 0;

  private static final int OPCODE_SHIFT = 11;
  private static final int FOUR_BITS = 0xf;

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  public int opcode() {
    return flags >>> OPCODE_SHIFT & FOUR_BITS;
  }

  /// The low four bits of the response code.
  public int responseCode() {
    return flags & FOUR_BITS;
  }

  /// The header that answers this one: id, opcode and RD are copied, all else is clear.
  public Header answer(ResponseCode code, boolean authoritative) {
    int copied = flags & (FOUR_BITS << OPCODE_SHIFT | RECURSION_DESIRED);
    return new Header(
        id, RESPONSE | copied | (authoritative ? AUTHORITATIVE : 0) | (code.code() & FOUR_BITS));
  }

  public Header with(int flag) {
    return new Header(id, flags | flag);
  }
}
