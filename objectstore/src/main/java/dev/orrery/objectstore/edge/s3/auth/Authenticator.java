package dev.orrery.objectstore.edge.s3.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.objectstore.core.account.Account;
import dev.orrery.objectstore.core.account.Accounts;
import dev.orrery.objectstore.edge.s3.S3Error;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.http.HttpRequest;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Tells who sent a request, or refuses it. Thread-safe.
public final class Authenticator {
  /// How far a client's clock may be off.
  static final Duration MAXIMUM_SKEW = Duration.ofMinutes(15);

  private final Accounts accounts;
  private final Time time;

  public Authenticator(Accounts accounts, Time time) {
    this.accounts = accounts;
    this.time = time;
  }

  /// Who sent it, and how its body is to be checked.
  ///
  /// @throws dev.orrery.objectstore.edge.s3.S3Exception when it is not signed as it should be
  public Authenticated authenticate(HttpRequest request) {
    SignedRequest signed = SignedRequest.of(request);
    checkTime(signed);
    checkHeaders(signed, request);
    Account account =
        accounts
            .withKey(signed.accessKey())
            .orElseThrow(() ->
                S3Error.INVALID_ACCESS_KEY_ID
                    .asException()
                    .with("AWSAccessKeyId", signed.accessKey()));
    String payloadHash = payloadHash(signed, request);
    byte[] key = signed.scope().signingKey(account.secretKey());
    String computed = signed.computed(request, key, payloadHash);
    if (!MessageDigest.isEqual(computed.getBytes(UTF_8), signed.signature().getBytes(UTF_8))) {
      throw S3Error.SIGNATURE_DOES_NOT_MATCH
          .asException()
          .with("AWSAccessKeyId", signed.accessKey())
          .with("SignatureProvided", signed.signature());
    }
    ChunkSigning chunks =
        new ChunkSigning(key, signed.time(), signed.scope().text(), signed.signature());
    return new Authenticated(account, payloadHash, chunks);
  }

  private void checkTime(SignedRequest signed) {
    Instant now = Instant.ofEpochMilli(time.wallMillis());
    Instant signedAt = signed.instant();
    if (!signed.time().startsWith(signed.scope().date())) {
      throw S3Error.SIGNATURE_DOES_NOT_MATCH.saying("The scope's date is not that of the request");
    }
    if (signedAt.isAfter(now.plus(MAXIMUM_SKEW))) {
      throw skewed(signed, now);
    }
    if (signed.expires().isPresent()) {
      Instant end = signedAt.plus(signed.expires().get());
      if (now.isAfter(end)) {
        throw S3Error.ACCESS_DENIED
            .saying("Request has expired")
            .with("Expires", end.toString())
            .with("ServerTime", now.toString());
      }
    } else if (signedAt.isBefore(now.minus(MAXIMUM_SKEW))) {
      throw skewed(signed, now);
    }
  }

  private static RuntimeException skewed(SignedRequest signed, Instant now) {
    return S3Error.REQUEST_TIME_TOO_SKEWED
        .asException()
        .with("RequestTime", signed.time())
        .with("ServerTime", now.toString())
        .with("MaxAllowedSkewMilliseconds", String.valueOf(MAXIMUM_SKEW.toMillis()));
  }

  /// What S3 acts upon must be signed: the host, and every header of its own.
  private static void checkHeaders(SignedRequest signed, HttpRequest request) {
    if (!signed.signedHeaders().contains("host")) {
      throw S3Error.ACCESS_DENIED.saying("The host header must be signed");
    }
    request
        .headers()
        .forEach((name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.startsWith("x-amz-")
              && !signed.signedHeaders().contains(lower)
              && !(signed.expires().isPresent() && lower.equals("x-amz-content-sha256"))) {
            throw S3Error.ACCESS_DENIED
                .saying("There were headers present in the request which were not signed")
                .with("HeadersNotSigned", lower);
          }
        });
  }

  private static String payloadHash(SignedRequest signed, HttpRequest request) {
    String header = request.header("x-amz-content-sha256").orElse("");
    if (signed.expires().isPresent()) {
      return signed.signedHeaders().contains("x-amz-content-sha256")
          ? header
          : request.query("X-Amz-Content-Sha256").orElse(SignatureV4.UNSIGNED_PAYLOAD);
    }
    if (header.isEmpty()) {
      throw S3Error.INVALID_REQUEST.saying(
          "Missing required header for this request: x-amz-content-sha256");
    }
    return header;
  }
}
