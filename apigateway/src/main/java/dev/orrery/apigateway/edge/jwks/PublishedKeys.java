package dev.orrery.apigateway.edge.jwks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.orrery.apigateway.core.token.KeySource;
import dev.orrery.apigateway.core.token.KeysUnavailableException;
import dev.orrery.apigateway.core.token.VerificationKey;
import dev.orrery.apigateway.core.token.VerificationKey.Algorithm;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.telemetry.Log;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The keys of all instances of identity, fetched when first needed, when one is asked for that is
/// not known, and now and then.
///
/// ```
///   known key, fresh set     answered from memory, no lock
///   known key, old set       one caller fetches, the others do not wait
///   unknown key              fetched, unless that was done a moment ago: a flood of tokens with
///                            invented keys costs one fetch an interval
///   identity does not answer what was known stays good
/// ```
public final class PublishedKeys implements KeySource {
  private static final Duration MAXIMUM_AGE = Duration.ofMinutes(5);
  private static final int TIMEOUT_MILLIS = 1_000;
  private static final int MAXIMUM_BYTES = 256 * 1024;
  private static final int HTTP_OK = 200;
  // SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410 §4).
  private static final byte[] ED25519_PREFIX = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  /// Where the sets are to be had, at this moment; one for each instance.
  @FunctionalInterface
  public interface Places {
    List<URI> find() throws IOException;
  }

  private record Snapshot(Map<String, VerificationKey> keys, long fetchedNanos) {}

  private final Places places;
  private final Time time;
  private final Duration minimumInterval;
  private final Log log;
  // Held while fetching; guards lastTryNanos.
  private final ReentrantLock fetching = new ReentrantLock();
  private Optional<Long> lastTryNanos = Optional.empty();
  private volatile Optional<Snapshot> current = Optional.empty();

  /// @param minimumInterval between two fetches
  public PublishedKeys(Places places, Time time, Duration minimumInterval, Log log) {
    this.places = places;
    this.time = time;
    this.minimumInterval = minimumInterval;
    this.log = log;
  }

  /// Whether any set has been had.
  public boolean available() {
    return current.isPresent();
  }

  @Override
  public Optional<VerificationKey> find(String keyId) throws KeysUnavailableException {
    Optional<Snapshot> snapshot = current;
    Optional<VerificationKey> key = snapshot.map(known -> known.keys().get(keyId));
    if (key.isPresent()) {
      boolean old =
          time.monotonicNanos() - snapshot.get().fetchedNanos() > MAXIMUM_AGE.toNanos();
      if (old && fetching.tryLock()) {
        try {
          fetchUnlessJustTried();
        } finally {
          fetching.unlock();
        }
      }
      return key;
    }
    fetch();
    Snapshot now =
        current.orElseThrow(
            () -> new KeysUnavailableException("identity's public keys could not be fetched"));
    return Optional.ofNullable(now.keys().get(keyId));
  }

  /// Fetches now, unless that was tried a moment ago.
  public void fetch() {
    fetching.lock();
    try {
      fetchUnlessJustTried();
    } finally {
      fetching.unlock();
    }
  }

  private void fetchUnlessJustTried() {
    long now = time.monotonicNanos();
    if (lastTryNanos.isPresent() && now - lastTryNanos.get() < minimumInterval.toNanos()) {
      return;
    }
    lastTryNanos = Optional.of(now);
    Map<String, VerificationKey> found = new HashMap<>();
    boolean complete = true;
    try {
      for (URI place : places.find()) {
        try {
          found.putAll(read(get(place)));
        } catch (IOException | ParseException unusable) {
          complete = false;
          log.warn("public keys could not be fetched", "from", place, "because", unusable.getMessage());
        }
      }
    } catch (IOException unknown) {
      log.warn("identity could not be looked up", "because", unknown.getMessage());
    }
    if (found.isEmpty()) {
      return; // what was known stays good
    }
    if (!complete) {
      current.ifPresent(before -> before.keys().forEach(found::putIfAbsent));
    }
    current = Optional.of(new Snapshot(Map.copyOf(found), now));
  }

  private static String get(URI place) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) place.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setInstanceFollowRedirects(false);
    try {
      if (connection.getResponseCode() != HTTP_OK) {
        throw new IOException("status " + connection.getResponseCode());
      }
      try (InputStream body = connection.getInputStream()) {
        return new String(body.readNBytes(MAXIMUM_BYTES), StandardCharsets.UTF_8);
      }
    } finally {
      connection.disconnect();
    }
  }

  /// Reads a JWK Set (RFC 7517 §5). Keys that are not for ES256 or EdDSA signatures are left out.
  ///
  /// @throws ParseException when the text is no JWK Set
  public static Map<String, VerificationKey> read(String text) throws ParseException {
    Map<String, VerificationKey> keys = new HashMap<>();
    for (JWK key : JWKSet.parse(text).getKeys()) {
      boolean signs = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
      if (signs && key.getKeyID() != null) {
        usable(key).ifPresent(good -> keys.put(good.id(), good));
      }
    }
    return keys;
  }

  private static Optional<VerificationKey> usable(JWK key) {
    try {
      if (key instanceof ECKey curve && curve.getCurve().equals(Curve.P_256)) {
        return declared(key, new VerificationKey(key.getKeyID(), Algorithm.ES256, curve.toECPublicKey()));
      }
      if (key instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519)) {
        byte[] point = pair.getX().decode();
        byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
        return declared(
            key,
            new VerificationKey(
                key.getKeyID(),
                Algorithm.ED_DSA,
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded))));
      }
    } catch (JOSEException | GeneralSecurityException notOnTheCurve) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /// The key, unless its `alg` says it is for something else.
  private static Optional<VerificationKey> declared(JWK key, VerificationKey usable) {
    return key.getAlgorithm() == null
            || key.getAlgorithm().getName().equals(usable.algorithm().jose())
        ? Optional.of(usable)
        : Optional.empty();
  }
}
