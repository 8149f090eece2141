package dev.orrery.cache.core.hyperloglog;

import dev.orrery.cache.core.command.CommandException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Registers packed into a string, and unpacked. See the package for the layout.
final class HyperLogLog {
  static final int HEADER = 16;
  private static final byte[] MAGIC = {'H', 'Y', 'L', 'L'};
  private static final int ENCODING = 4;
  private static final int COUNT = 8;
  private static final int OUTDATED = 15;
  private static final int DENSE = 0;
  private static final int SPARSE = 1;
  private static final int REGISTER_BITS = 6;
  private static final int DENSE_BYTES = Registers.COUNT * REGISTER_BITS / 8;
  private static final int HIGHEST_SPARSE = 32;

  private HyperLogLog() {}

  /// @throws CommandException when it cannot be one
  static void check(byte[] string) {
    boolean valid =
        string.length >= HEADER
            && Arrays.equals(string, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
            && (string[ENCODING] == SPARSE
                || (string[ENCODING] == DENSE && string.length == HEADER + DENSE_BYTES));
    if (!valid) {
      throw new CommandException("WRONGTYPE Key is not a valid HyperLogLog string value.");
    }
  }

  static boolean isDense(byte[] string) {
    return string[ENCODING] == DENSE;
  }

  /// The count that was kept.
  ///
  /// @return -1 when it is outdated
  static long keptCount(byte[] string) {
    return string[OUTDATED] < 0
        ? -1
        : ByteBuffer.wrap(string).order(ByteOrder.LITTLE_ENDIAN).getLong(COUNT);
  }

  /// The same string, keeping a count.
  static byte[] withCount(byte[] string, long count) {
    byte[] counted = string.clone();
    ByteBuffer.wrap(counted).order(ByteOrder.LITTLE_ENDIAN).putLong(COUNT, count);
    return counted;
  }

  /// @throws CommandException when the registers are not all there, or too many
  static Registers unpack(byte[] string) {
    check(string);
    Registers registers = new Registers();
    if (!isDense(string)) {
      unpackSparse(string, registers);
      return registers;
    }
    for (int i = 0; i < Registers.COUNT; i++) {
      int bit = i * REGISTER_BITS;
      int at = HEADER + bit / 8;
      int next = at + 1 < string.length ? string[at + 1] & 0xff : 0;
      int pair = (string[at] & 0xff) | next << 8;
      registers.fill(i, i + 1, pair >>> bit % 8 & 63);
    }
    return registers;
  }

  private static void unpackSparse(byte[] string, Registers registers) {
    int index = 0;
    int at = HEADER;
    while (at < string.length) {
      int code = string[at++] & 0xff;
      int value = 0;
      int run = (code & 63) + 1;
      if (code >= 128) {
        value = (code >>> 2 & 31) + 1;
        run = (code & 3) + 1;
      } else if (code >= 64) {
        if (at == string.length) {
          throw corrupted();
        }
        run = ((code & 63) << 8 | (string[at++] & 0xff)) + 1;
      }
      if (index + run > Registers.COUNT) {
        throw corrupted();
      }
      registers.fill(index, index + run, value);
      index += run;
    }
    if (index != Registers.COUNT) {
      throw corrupted();
    }
  }

  private static CommandException corrupted() {
    return new CommandException("INVALIDOBJ Corrupted HLL object detected");
  }

  /// A string of these registers, its count outdated.
  ///
  /// @param sparseBytes how long the registers may be when sparse; 0 for a dense one
  static byte[] pack(Registers registers, long sparseBytes) {
    byte[] sparse = sparseBytes > 0 ? packSparse(registers) : new byte[0];
    boolean fits = sparse.length > 0 && sparse.length <= sparseBytes;
    byte[] packed = fits ? sparse : packDense(registers);
    byte[] string = new byte[HEADER + packed.length];
    System.arraycopy(MAGIC, 0, string, 0, MAGIC.length);
    string[ENCODING] = (byte) (fits ? SPARSE : DENSE);
    string[OUTDATED] = (byte) 0x80;
    System.arraycopy(packed, 0, string, HEADER, packed.length);
    return string;
  }

  private static byte[] packDense(Registers registers) {
    byte[] packed = new byte[DENSE_BYTES];
    for (int i = 0; i < Registers.COUNT; i++) {
      int bit = i * REGISTER_BITS;
      int pair = registers.get(i) << bit % 8;
      packed[bit / 8] |= (byte) pair;
      if (pair > 255) {
        packed[bit / 8 + 1] |= (byte) (pair >>> 8);
      }
    }
    return packed;
  }

  /// Empty when a register is too high.
  private static byte[] packSparse(Registers registers) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    int from = 0;
    while (from < Registers.COUNT) {
      int value = registers.get(from);
      if (value > HIGHEST_SPARSE) {
        return new byte[0];
      }
      int to = from + 1;
      while (to < Registers.COUNT && registers.get(to) == value && (value == 0 || to - from < 4)) {
        to++;
      }
      int run = to - from - 1;
      if (value > 0) {
        packed.write(0x80 | (value - 1) << 2 | run);
      } else if (run < 64) {
        packed.write(run);
      } else {
        packed.write(0x40 | run >>> 8);
        packed.write(run);
      }
      from = to;
    }
    return packed.toByteArray();
  }
}
