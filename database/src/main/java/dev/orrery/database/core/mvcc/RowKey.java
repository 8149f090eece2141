package dev.orrery.database.core.mvcc;

import dev.orrery.database.core.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// How (table, key, version) becomes one key of the store, so that the store's order is: table,
/// then key, then newest first.
///
/// ```
///   table  0x00  key with each 0x00 written as 0x00 0xFF  0x00 0x00  8 bytes: ~version
/// ```
///
/// The key must be closed by something that sorts below every continuation of it, else the version
/// of "a" would sort among the keys "a…": 0x00 0x00 does, since a 0x00 of the key itself is
/// followed by 0xFF. A table's name has no 0x00. Entries of the engine's own begin with 0x00, which
/// no table does.
final class RowKey {
  private static final int VERSION_BYTES = Long.BYTES;
  private static final int CLOSING_BYTES = 2;
  private static final byte ESCAPED_ZERO = (byte) 0xFF;

  private RowKey() {}

  /// The entry of exactly this version.
  static Bytes of(String table, Bytes key, long version) {
    byte[] entry = row(table, key, VERSION_BYTES);
    ByteBuffer.wrap(entry).putLong(entry.length - VERSION_BYTES, ~version);
    return Bytes.wrap(entry);
  }

  /// Sorts before all entries of the row, and after all of the rows before it.
  static Bytes beforeRow(String table, Bytes key) {
    return Bytes.wrap(row(table, key, 0));
  }

  /// Sorts after all entries of the row, and before all of the rows after it.
  static Bytes afterRow(String table, Bytes key) {
    byte[] bytes = row(table, key, 0);
    bytes[bytes.length - 1] = 1;
    return Bytes.wrap(bytes);
  }

  static Bytes beforeTable(String table) {
    return Bytes.wrap((table + '\0').getBytes(StandardCharsets.US_ASCII));
  }

  static Bytes afterTable(String table) {
    return Bytes.wrap((table + '\1').getBytes(StandardCharsets.US_ASCII));
  }

  static long version(Bytes entry) {
    return ~ByteBuffer.wrap(entry.array()).getLong(entry.length() - VERSION_BYTES);
  }

  /// Whether two entries are versions of one row.
  static boolean sameRow(Bytes entry, Bytes other) {
    int length = entry.length() - VERSION_BYTES;
    return other.length() == entry.length()
        && Arrays.equals(entry.array(), 0, length, other.array(), 0, length);
  }

  /// The row's key of an entry of this table.
  static Bytes key(String table, Bytes entry) {
    byte[] bytes = entry.array();
    int start = table.length() + 1;
    int end = bytes.length - VERSION_BYTES - CLOSING_BYTES;
    byte[] key = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      key[length++] = bytes[i];
      if (bytes[i] == 0) {
        i++; // the 0xFF that follows each 0x00
      }
    }
    return Bytes.wrap(length == key.length ? key : Arrays.copyOf(key, length));
  }

  private static byte[] row(String table, Bytes key, int extra) {
    byte[] name = table.getBytes(StandardCharsets.US_ASCII);
    int zeros = 0;
    for (byte b : key.array()) {
      if (b == 0) {
        zeros++;
      }
    }
    byte[] bytes = new byte[name.length + 1 + key.length() + zeros + CLOSING_BYTES + extra];
    System.arraycopy(name, 0, bytes, 0, name.length);
    int at = name.length + 1;
    for (byte b : key.array()) {
      bytes[at++] = b;
      if (b == 0) {
        bytes[at++] = ESCAPED_ZERO;
      }
    }
    return bytes; // the separators are zero already
  }
}
