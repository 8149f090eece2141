package dev.orrery.tracing.core.trace;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The 128 bits all spans of one request share (W3C Trace Context §3.2.2.3). All zeroes is invalid
/// there and here.
public record TraceId(long high, long low) {
  private static final int HEX_DIGITS = 32;
  private static final int BYTES = 16;

  public TraceId {
    if (high == 0 && low == 0) {
      throw new IllegalArgumentException("a trace id of zeroes only is invalid");
    }
  }

  /// @throws IllegalArgumentException unless these are 16 bytes, not all zero
  public static TraceId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a trace id has " + BYTES + " bytes, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new TraceId(buffer.getLong(), buffer.getLong());
  }

  /// @throws IllegalArgumentException unless these are 32 hexadecimal digits, not all zero
  public static TraceId parse(String hexadecimal) {
    if (hexadecimal.length() != HEX_DIGITS) {
      throw new IllegalArgumentException(
          "a trace id has " + HEX_DIGITS + " hexadecimal digits, not " + hexadecimal.length());
    }
    return of(HexFormat.of().parseHex(hexadecimal));
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
