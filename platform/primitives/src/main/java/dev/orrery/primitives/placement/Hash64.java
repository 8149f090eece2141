package dev.orrery.primitives.placement;

/// A 64-bit hash that is the same on every machine and in every version: what is stored by it must
/// be found again. Not for keys an attacker chooses.
///
/// FNV-1a over the bytes (Fowler, Noll, Vo; RFC 9923), whose high bits are weak for short keys, and
/// then the finaliser of MurmurHash3 (Appleby), after which every input bit moves every output bit.
public final class Hash64 {
  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Hash64() {}

  public static long of(byte[] bytes) {
    long hash = OFFSET_BASIS;
    for (byte next : bytes) {
      hash = (hash ^ (next & 0xff)) * PRIME;
    }
    return mix(hash);
  }

  /// Spreads the bits of a number over all 64; a bijection.
  public static long mix(long value) {
    long mixed = value;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
