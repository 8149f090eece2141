package dev.orrery.objectstore.edge.s3.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.objectstore.core.checksum.ChecksumAlgorithm;
import dev.orrery.objectstore.edge.s3.UriEncoding;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The arithmetic of Signature Version 4.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>
final class SignatureV4 {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
  static final String EMPTY_SHA256 = sha256("");
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final String TERMINATOR = "aws4_request";
  private static final String SERVICE = "s3";
  private static final int DATE_LENGTH = 8;

  private SignatureV4() {}

  /// What a signature is bound to.
  ///
  /// @param date eight digits
  record Scope(String date, String region) {
    static Scope at(Instant time, String region) {
      return new Scope(TIME.format(time).substring(0, DATE_LENGTH), region);
    }

    String text() {
      return date + "/" + region + "/" + SERVICE + "/" + TERMINATOR;
    }

    /// The key for this scope.
    byte[] signingKey(String secret) {
      byte[] key = hmac(("AWS4" + secret).getBytes(UTF_8), date);
      key = hmac(key, region);
      key = hmac(key, SERVICE);
      return hmac(key, TERMINATOR);
    }
  }

  /// @param path percent-decoded
  /// @param query percent-decoded, the signature left out
  /// @param headers those that are signed, values as sent, by name in lower case
  static String canonicalRequest(
      String method,
      String path,
      Map<String, List<String>> query,
      Map<String, String> headers,
      String payloadHash) {
    StringBuilder out = new StringBuilder(512);
    out.append(method).append('\n');
    out.append(UriEncoding.encodePath(path)).append('\n');
    out.append(canonicalQuery(query)).append('\n');
    headers.forEach((name, value) -> out.append(name).append(':').append(value).append('\n'));
    out.append('\n').append(String.join(";", headers.keySet())).append('\n');
    return out.append(payloadHash).toString();
  }

  /// Pairs in the order of encoded names, then values.
  static String canonicalQuery(Map<String, List<String>> query) {
    TreeMap<String, List<String>> sorted = new TreeMap<>();
    query.forEach((name, values) ->
        sorted.put(
            UriEncoding.encode(name), values.stream().map(UriEncoding::encode).sorted().toList()));
    List<String> pairs = new ArrayList<>();
    sorted.forEach((name, values) -> values.forEach(value -> pairs.add(name + "=" + value)));
    return String.join("&", pairs);
  }

  static String stringToSign(String time, Scope scope, String canonicalRequest) {
    return ALGORITHM + "\n" + time + "\n" + scope.text() + "\n" + sha256(canonicalRequest);
  }

  static String sign(byte[] signingKey, String stringToSign) {
    return HexFormat.of().formatHex(hmac(signingKey, stringToSign));
  }

  static String sha256(String text) {
    return HexFormat.of()
        .formatHex(ChecksumAlgorithm.digest("SHA-256").digest(text.getBytes(UTF_8)));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
