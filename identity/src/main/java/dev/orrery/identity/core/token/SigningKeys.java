package dev.orrery.identity.core.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;

/// The signing keys of this instance, kept in its data directory as a JWK Set with private parts.
/// Made at the first start; written to a new file, forced, then renamed, so that a crash leaves the
/// old set or the new one.
public final class SigningKeys {
  private static final String FILE = "signing-keys.json";
  private static final int MAXIMUM_BYTES = 1 << 20;

  private SigningKeys() {}

  /// Reads the keys, newest first, making the first one when there is none.
  ///
  /// @throws IOException when the file cannot be read, is no JWK Set, or cannot be written
  public static List<ECKey> in(Disk disk) throws IOException {
    if (!disk.exists(FILE)) {
      write(disk, List.of(generate()));
    }
    try (DiskFile file = disk.open(FILE)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), MAXIMUM_BYTES));
      file.read(0, bytes);
      List<ECKey> keys = new ArrayList<>();
      for (JWK key :
          JWKSet.parse(StandardCharsets.UTF_8.decode(bytes.flip()).toString()).getKeys()) {
        keys.add(key.toECKey());
      }
      return keys;
    } catch (ParseException damaged) {
      throw new IOException(FILE + " is damaged: " + damaged.getMessage(), damaged);
    }
  }

  /// A P-256 key; its id is its thumbprint (RFC 7638).
  public static ECKey generate() {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES256)
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void write(Disk disk, List<ECKey> keys) throws IOException {
    String fresh = FILE + ".new";
    disk.delete(fresh);
    try (DiskFile file = disk.open(fresh)) {
      String text = new JWKSet(List.copyOf(keys)).toString(false);
      file.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      file.force();
    }
    disk.rename(fresh, FILE);
    disk.forceDirectory("");
  }
}
