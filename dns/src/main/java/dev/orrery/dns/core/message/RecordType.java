package dev.orrery.dns.core.message;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The type of a record or a question: any 16-bit code, some of which have names (IANA "Resource
/// Record (RR) TYPEs").
public record RecordType(int code) {
  public static final RecordType A = new RecordType(1);
  public static final RecordType NS = new RecordType(2);
  public static final RecordType CNAME = new RecordType(5);
  public static final RecordType SOA = new RecordType(6);
  public static final RecordType PTR = new RecordType(12);
  public static final RecordType HINFO = new RecordType(13);
  public static final RecordType MX = new RecordType(15);
  public static final RecordType TXT = new RecordType(16);
  public static final RecordType AAAA = new RecordType(28);
  public static final RecordType SRV = new RecordType(33);
  public static final RecordType OPT = new RecordType(41);
  public static final RecordType DS = new RecordType(43);
  public static final RecordType TSIG = new RecordType(250);
  public static final RecordType ANY = new RecordType(255);

  private static final int MAXIMUM_CODE = 0xffff;
  private static final int FIRST_META_CODE = 128;
  private static final int LAST_META_CODE = 254;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "A"),
          Map.entry(2, "NS"),
          Map.entry(5, "CNAME"),
          Map.entry(6, "SOA"),
          Map.entry(12, "PTR"),
          Map.entry(13, "HINFO"),
          Map.entry(15, "MX"),
          Map.entry(16, "TXT"),
          Map.entry(28, "AAAA"),
          Map.entry(33, "SRV"),
          Map.entry(41, "OPT"),
          Map.entry(43, "DS"),
          Map.entry(250, "TSIG"),
          Map.entry(255, "ANY"));

  private static final Map<String, RecordType> BY_NAME = new HashMap<>();

  static {
    NAMES.forEach((code, name) -> BY_NAME.put(name, new RecordType(code)));
  }

  public RecordType {
    if (code < 0 || code > MAXIMUM_CODE) {
      throw new IllegalArgumentException("a record type is 0 to 65535, not " + code);
    }
  }

  /// The type of that name in upper case, also in the form `TYPE123` (RFC 3597 §5).
  public static Optional<RecordType> named(String name) {
    RecordType known = BY_NAME.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    if (name.matches("TYPE[0-9]{1,5}")) {
      int code = Integer.parseInt(name.substring("TYPE".length()));
      return code <= MAXIMUM_CODE ? Optional.of(new RecordType(code)) : Optional.empty();
    }
    return Optional.empty();
  }

  /// Whether it asks for a transfer or a transaction and no zone holds data of it: OPT, and 128 to
  /// 254 (RFC 6895 §3.1).
  public boolean isMeta() {
    return code == OPT.code || (code >= FIRST_META_CODE && code <= LAST_META_CODE);
  }

  @Override
  public String toString() {
    return NAMES.getOrDefault(code, "TYPE" + code);
  }
}
