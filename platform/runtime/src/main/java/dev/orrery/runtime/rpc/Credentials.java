package dev.orrery.runtime.rpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/// The two bearer tokens of a running model, each 256 random bits in hexadecimal.
///
/// They lie in `credentials/` of the data directory, readable by their owner only; whoever can read
/// the operator's may stop, import and register.
///
/// @param service what components show each other
/// @param operator what the operator shows
public record Credentials(String service, String operator) {
  private static final int TOKEN_BYTES = 32;

  /// Reads the credentials below `data`, creating what is missing.
  ///
  /// @throws IOException when they can be neither read nor written
  public static Credentials in(Path data) throws IOException {
    Path folder = Files.createDirectories(data.resolve("credentials"));
    return new Credentials(
        token(folder.resolve("service.token")), token(folder.resolve("operator.token")));
  }

  /// Fresh ones that are stored nowhere.
  public static Credentials generated() {
    return new Credentials(random(), random());
  }

  /// What a caller that presents `token` is. Compares in constant time.
  public Access accessOf(String token) {
    if (same(token, operator)) {
      return Access.OPERATOR;
    }
    return same(token, service) ? Access.SERVICE : Access.OPEN;
  }

  private static boolean same(String left, String right) {
    return MessageDigest.isEqual(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private static String token(Path file) throws IOException {
    if (!Files.exists(file)) {
      Path fresh = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
      Files.deleteIfExists(fresh);
      Files.createFile(fresh, ownerOnly());
      Files.writeString(fresh, random() + "\n", StandardOpenOption.WRITE);
      try {
        Files.createLink(file, fresh);
      } catch (FileAlreadyExistsException anotherProcessWasFirst) {
        // Its token is as good, and by now others may have read it.
      } finally {
        Files.delete(fresh);
      }
    }
    return Files.readString(file).strip();
  }

  private static FileAttribute<?>[] ownerOnly() {
    Set<String> views = FileSystems.getDefault().supportedFileAttributeViews();
    return views.contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static String random() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// Never shows the tokens.
  @Override
  public String toString() {
    return "Credentials[…]";
  }
}
