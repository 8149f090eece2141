package dev.orrery.identity.store;

import com.google.protobuf.ByteString;
import dev.orrery.identity.core.account.Account;
import dev.orrery.identity.core.refresh.RefreshFamily;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.TreeSet;

/// Rows as bytes: a format number, then the fields in the order of the record, texts as in
/// [DataOutputStream#writeUTF].
final class Rows {
  private static final int FORMAT = 1;

  private Rows() {}

  @FunctionalInterface
  private interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  static ByteString bytes(Account account) {
    return write(out -> {
      out.writeLong(account.id());
      out.writeUTF(account.username());
      out.writeUTF(account.displayName());
      out.writeUTF(account.passwordHash().orElse(""));
      out.writeUTF(String.join(",", account.roles()));
      out.writeLong(account.createdMillis());
    });
  }

  static Account account(ByteString row) {
    return read(
        row,
        in -> {
          long id = in.readLong();
          String username = in.readUTF();
          String displayName = in.readUTF();
          Optional<String> hash = Optional.of(in.readUTF()).filter(text -> !text.isEmpty());
          TreeSet<String> roles = new TreeSet<>();
          for (String role : in.readUTF().split(",")) {
            if (!role.isEmpty()) {
              roles.add(role);
            }
          }
          return new Account(id, username, displayName, hash, roles, in.readLong());
        });
  }

  static ByteString bytes(RefreshFamily family) {
    return write(out -> {
      out.writeLong(family.accountId());
      out.writeUTF(family.currentHash());
      out.writeLong(family.generation());
      out.writeBoolean(family.ended());
      out.writeLong(family.expiresMillis());
    });
  }

  static RefreshFamily family(ByteString row) {
    return read(
        row,
        in ->
            new RefreshFamily(
                in.readLong(), in.readUTF(), in.readLong(), in.readBoolean(), in.readLong()));
  }

  private static ByteString write(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      writer.write(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }

  private static <T> T read(ByteString row, Reader<T> reader) {
    try (DataInputStream in = new DataInputStream(row.newInput())) {
      int format = in.readByte();
      if (format != FORMAT) {
        throw new IOException("a row of format " + format + ", expected " + FORMAT);
      }
      T value = reader.read(in);
      if (in.read() >= 0) {
        throw new IOException("more bytes than the row has fields");
      }
      return value;
    } catch (IOException damaged) {
      throw new UncheckedIOException("damaged row", damaged);
    }
  }
}
