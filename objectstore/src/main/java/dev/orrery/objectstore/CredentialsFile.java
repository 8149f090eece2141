package dev.orrery.objectstore;

import dev.orrery.objectstore.core.account.Account;
import dev.orrery.objectstore.core.account.Accounts;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The file `credentials` in the data directory: a pair a line, `ACCESS_KEY SECRET_KEY OWNER`,
/// readable by its owner only. Made at the first start with one pair of random ones.
final class CredentialsFile {
  static final String OWNER = "orrery";

  private static final String NAME = "credentials";
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int ACCESS_KEY_LENGTH = 16;
  private static final int SECRET_BYTES = 30;
  private static final int FIELDS = 3;

  private CredentialsFile() {}

  /// All pairs: those of the file, and the one of the configuration if it has one.
  ///
  /// @throws IOException when the file cannot be read or has a line of another form
  static Accounts load(Path directory, ObjectStoreConfig config) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      create(file);
    }
    List<Account> accounts = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields.length != FIELDS) {
          throw new IOException(file + ": a line must be ACCESS_KEY SECRET_KEY OWNER");
        }
        accounts.add(new Account(fields[0], fields[1], fields[2]));
      }
    }
    if (config.accessKey().isEmpty() != config.secretKey().isEmpty()) {
      throw new IOException("objectstore.access-key and objectstore.secret-key belong together");
    }
    if (!config.accessKey().isEmpty()) {
      accounts.add(new Account(config.accessKey(), config.secretKey(), OWNER));
    }
    try {
      return new Accounts(accounts);
    } catch (IllegalArgumentException unusable) {
      throw new IOException(file + ": " + unusable.getMessage(), unusable);
    }
  }

  /// Whole or not at all: a file cut short by a crash would be taken for the credentials.
  private static void create(Path file) throws IOException {
    SecureRandom random = new SecureRandom();
    StringBuilder accessKey = new StringBuilder("AKIA");
    for (int i = 0; i < ACCESS_KEY_LENGTH; i++) {
      accessKey.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String line = accessKey + " " + Base64.getEncoder().encodeToString(secret) + " " + OWNER + "\n";
    Path fresh = file.resolveSibling(NAME + ".fresh");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, ownerOnly());
    Files.writeString(fresh, line, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
