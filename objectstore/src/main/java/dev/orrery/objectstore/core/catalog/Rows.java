package dev.orrery.objectstore.core.catalog;

import dev.orrery.objectstore.core.store.Bytes;
import java.nio.ByteBuffer;

/// Keys of rows; the package's page lists them. Neither bucket names nor keys nor upload names hold
/// a zero byte.
public final class Rows {
  public static final Bytes EPOCH = Bytes.utf8("e");
  public static final Bytes BUCKETS = Bytes.utf8("b");
  public static final Bytes GARBAGE = Bytes.utf8("g");

  private Rows() {}

  public static Bytes bucket(String name) {
    return Bytes.utf8("b" + name);
  }

  /// What the rows of all objects of a bucket begin with.
  public static Bytes objects(String bucket) {
    return Bytes.utf8("o" + bucket + "\0");
  }

  public static Bytes object(String bucket, String key) {
    return Bytes.utf8("o" + bucket + "\0" + key);
  }

  /// What the rows of all uploads to a bucket begin with.
  public static Bytes uploads(String bucket) {
    return Bytes.utf8("u" + bucket + "\0");
  }

  public static Bytes upload(String bucket, String key, String upload) {
    return Bytes.utf8("u" + bucket + "\0" + key + "\0" + upload);
  }

  /// What the rows of all parts of an upload begin with.
  public static Bytes parts(String upload) {
    return Bytes.utf8("p" + upload + "\0");
  }

  public static Bytes part(String upload, int number) {
    byte[] bytes = {(byte) (number >>> Byte.SIZE), (byte) number};
    return parts(upload).concat(Bytes.wrap(bytes));
  }

  /// The number in the row of a part.
  public static int partNumber(Bytes row) {
    return ByteBuffer.wrap(row.array()).getShort(row.length() - Short.BYTES) & 0xffff;
  }

  public static Bytes held(long chunk) {
    return numbered('c', chunk);
  }

  public static Bytes garbage(long chunk) {
    return numbered('g', chunk);
  }

  /// The number in the row of a chunk.
  public static long chunk(Bytes row) {
    return ByteBuffer.wrap(row.array()).getLong(1);
  }

  private static Bytes numbered(char kind, long chunk) {
    byte[] row = ByteBuffer.allocate(1 + Long.BYTES).put((byte) kind).putLong(chunk).array();
    return Bytes.wrap(row);
  }
}
