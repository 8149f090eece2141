package dev.orrery.objectstore.core.catalog;

import dev.orrery.objectstore.core.checksum.ChecksumAlgorithm;
import dev.orrery.objectstore.core.checksum.StoredChecksum;
import dev.orrery.objectstore.core.chunk.ChunkId;
import dev.orrery.objectstore.core.store.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The bytes of a row's value: a version, then the record's fields in order, texts as
/// [java.io.DataOutput#writeUTF(String)] writes them.
///
/// What reads throws an [IOException] when the bytes are no such record.
public final class Records {
  private static final int VERSION = 1;

  private Records() {}

  @FunctionalInterface
  private interface Fields {
    void write(DataOutputStream out) throws IOException;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static Bytes encode(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      fields.write(out);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  private static <T> T decode(Bytes value, Reading<T> reading) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value.array()))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IOException("a row of the catalog has version " + version);
      }
      return reading.read(in);
    }
  }

  public static Bytes of(BucketRecord bucket) {
    return encode(out -> {
      out.writeUTF(bucket.name());
      out.writeUTF(bucket.owner());
      out.writeLong(bucket.createdMillis());
    });
  }

  public static BucketRecord bucket(Bytes value) throws IOException {
    return decode(value, in -> new BucketRecord(in.readUTF(), in.readUTF(), in.readLong()));
  }

  public static Bytes of(ObjectRecord object) {
    return encode(out -> {
      write(out, object.blob());
      out.writeUTF(object.etag());
      out.writeLong(object.modifiedMillis());
      write(out, object.headers());
      out.writeBoolean(object.checksum().isPresent());
      if (object.checksum().isPresent()) {
        StoredChecksum checksum = object.checksum().get();
        out.writeUTF(checksum.algorithm().name());
        out.writeUTF(checksum.type().name());
        out.writeUTF(checksum.value());
      }
      out.writeInt(object.parts().size());
      for (ObjectRecord.Part part : object.parts()) {
        out.writeInt(part.number());
        out.writeLong(part.size());
        out.writeUTF(part.checksum());
      }
      out.writeUTF(object.upload());
    });
  }

  public static ObjectRecord object(Bytes value) throws IOException {
    return decode(
        value,
        in -> {
          Blob blob = blob(in);
          String etag = in.readUTF();
          long modified = in.readLong();
          Map<String, String> headers = headers(in);
          Optional<StoredChecksum> checksum =
              in.readBoolean()
                  ? Optional.of(
                      new StoredChecksum(
                          ChecksumAlgorithm.valueOf(in.readUTF()),
                          StoredChecksum.Type.valueOf(in.readUTF()),
                          in.readUTF()))
                  : Optional.empty();
          List<ObjectRecord.Part> parts = new ArrayList<>();
          for (int left = in.readInt(); left > 0; left--) {
            parts.add(new ObjectRecord.Part(in.readInt(), in.readLong(), in.readUTF()));
          }
          return new ObjectRecord(blob, etag, modified, headers, checksum, parts, in.readUTF());
        });
  }

  public static Bytes of(UploadRecord upload) {
    return encode(out -> {
      out.writeLong(upload.initiatedMillis());
      write(out, upload.headers());
      out.writeUTF(upload.checksum().map(ChecksumAlgorithm::name).orElse(""));
      out.writeUTF(upload.type().name());
    });
  }

  public static UploadRecord upload(Bytes value) throws IOException {
    return decode(
        value,
        in ->
            new UploadRecord(
                in.readLong(),
                headers(in),
                ChecksumAlgorithm.named(in.readUTF()),
                StoredChecksum.Type.valueOf(in.readUTF())));
  }

  public static Bytes of(PartRecord part) {
    return encode(out -> {
      write(out, part.blob());
      out.writeUTF(part.etag());
      out.writeLong(part.modifiedMillis());
      out.writeUTF(part.checksum());
    });
  }

  public static PartRecord part(Bytes value) throws IOException {
    return decode(value, in -> new PartRecord(blob(in), in.readUTF(), in.readLong(), in.readUTF()));
  }

  private static void write(DataOutputStream out, Blob blob) throws IOException {
    out.writeInt(blob.chunks().size());
    for (Blob.Chunk chunk : blob.chunks()) {
      out.writeUTF(chunk.id().volume());
      out.writeLong(chunk.id().number());
      out.writeLong(chunk.length());
    }
  }

  private static Blob blob(DataInputStream in) throws IOException {
    List<Blob.Chunk> chunks = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      chunks.add(new Blob.Chunk(new ChunkId(in.readUTF(), in.readLong()), in.readLong()));
    }
    return new Blob(chunks);
  }

  /// In the order of names, so that equal records have equal bytes.
  private static void write(DataOutputStream out, Map<String, String> headers) throws IOException {
    out.writeInt(headers.size());
    for (Map.Entry<String, String> header : new TreeMap<>(headers).entrySet()) {
      out.writeUTF(header.getKey());
      out.writeUTF(header.getValue());
    }
  }

  private static Map<String, String> headers(DataInputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      headers.put(in.readUTF(), in.readUTF());
    }
    return headers;
  }
}
