package dev.orrery.objectstore.edge.s3.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.objectstore.edge.s3.S3Error;
import dev.orrery.objectstore.edge.s3.auth.SignatureV4.Scope;
import dev.orrery.runtime.http.HttpRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a request says of its own signature, in a header or in its query.
///
/// @param time as written: the string that is signed
/// @param signedHeaders names in lower case, in the order given
/// @param expires of a presigned request: how long after its time it is valid
record SignedRequest(
    String accessKey,
    Scope scope,
    String time,
    List<String> signedHeaders,
    String signature,
    Optional<Duration> expires) {
  private static final String SIGNATURE_PARAMETER = "X-Amz-Signature";
  private static final int SCOPE_PARTS = 5;
  private static final Duration LONGEST = Duration.ofDays(7);

  /// Reads what is there.
  ///
  /// @throws dev.orrery.objectstore.edge.s3.S3Exception when there is none, or it is malformed
  static SignedRequest of(HttpRequest request) {
    Optional<String> header = request.header("authorization");
    if (header.isPresent()) {
      return fromHeader(header.get(), request);
    }
    if (request.query("X-Amz-Algorithm").isPresent()
        || request.query(SIGNATURE_PARAMETER).isPresent()) {
      return fromQuery(request);
    }
    throw S3Error.ACCESS_DENIED.saying("Anonymous requests are not served");
  }

  private static SignedRequest fromHeader(String header, HttpRequest request) {
    String start = SignatureV4.ALGORITHM;
    if (!header.startsWith(start)) {
      throw header.isBlank() || header.startsWith("AWS ")
          ? S3Error.ACCESS_DENIED.saying("Please use " + start)
          : S3Error.INVALID_ARGUMENT.saying("Unsupported Authorization Type");
    }
    Map<String, String> fields = new HashMap<>();
    for (String field : header.substring(start.length()).split(",", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(field.substring(0, equals).strip(), field.substring(equals + 1).strip());
      }
    }
    String time = request.header("x-amz-date").or(() -> request.header("date")).orElse("");
    if (time.isEmpty()) {
      throw S3Error.ACCESS_DENIED.saying("There is neither an x-amz-date nor a Date header");
    }
    return of(
        fields.getOrDefault("Credential", ""),
        time,
        fields.getOrDefault("SignedHeaders", ""),
        fields.getOrDefault("Signature", ""),
        Optional.empty(),
        S3Error.AUTHORIZATION_HEADER_MALFORMED);
  }

  private static SignedRequest fromQuery(HttpRequest request) {
    S3Error error = S3Error.AUTHORIZATION_QUERY_PARAMETERS_ERROR;
    if (!request.query("X-Amz-Algorithm").orElse("").equals(SignatureV4.ALGORITHM)) {
      throw error.saying("X-Amz-Algorithm only supports " + SignatureV4.ALGORITHM);
    }
    Duration expires;
    try {
      expires = Duration.ofSeconds(Long.parseLong(request.query("X-Amz-Expires").orElse("")));
    } catch (NumberFormatException notANumber) {
      throw error.saying("X-Amz-Expires should be a number of seconds");
    }
    if (!expires.isPositive() || expires.compareTo(LONGEST) > 0) {
      throw error.saying("X-Amz-Expires must be from 1 to " + LONGEST.toSeconds() + " seconds");
    }
    return of(
        request.query("X-Amz-Credential").orElse(""),
        request.query("X-Amz-Date").orElse(""),
        request.query("X-Amz-SignedHeaders").orElse(""),
        request.query(SIGNATURE_PARAMETER).orElse(""),
        Optional.of(expires),
        error);
  }

  private static SignedRequest of(
      String credential,
      String time,
      String signedHeaders,
      String signature,
      Optional<Duration> expires,
      S3Error error) {
    // An access key may hold slashes; the scope has five parts, counted from the end.
    String[] parts = credential.split("/", -1);
    if (parts.length < SCOPE_PARTS) {
      throw error.saying(
          "The Credential is mal-formed; expecting KEY/YYYYMMDD/REGION/s3/aws4_request");
    }
    int first = parts.length - SCOPE_PARTS;
    Scope scope = new Scope(parts[first + 1], parts[first + 2]);
    String key = String.join("/", Arrays.copyOfRange(parts, 0, first + 1));
    if (!credential.equals(key + "/" + scope.text())) {
      throw error.saying(
          "The Credential's scope is mal-formed; expecting DATE/REGION/s3/aws4_request");
    }
    if (signedHeaders.isEmpty() || signature.isEmpty()) {
      throw error.saying("SignedHeaders and Signature are needed");
    }
    return new SignedRequest(
        key, scope, time, List.of(signedHeaders.split(";", -1)), signature, expires);
  }

  /// The time it was signed at.
  Instant instant() {
    try {
      return Instant.from(SignatureV4.TIME.parse(time));
    } catch (DateTimeException notATime) {
      throw S3Error.ACCESS_DENIED.saying("The date must be in the form YYYYMMDD'T'HHMMSS'Z'");
    }
  }

  /// The signature this request would have under that key.
  String computed(HttpRequest request, byte[] signingKey, String payloadHash) {
    return SignatureV4.sign(
        signingKey, SignatureV4.stringToSign(time, scope, canonical(request, payloadHash)));
  }

  private String canonical(HttpRequest request, String payloadHash) {
    Map<String, List<String>> query = new HashMap<>(request.queries());
    query.remove(SIGNATURE_PARAMETER);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : signedHeaders) {
      headers.put(
          name,
          name.equals("host")
              ? request.authority()
              : String.join(
                  ",", request.headers().all(name).stream().map(SignedRequest::trimmed).toList()));
    }
    return SignatureV4.canonicalRequest(
        request.method(), request.path(), query, headers, payloadHash);
  }

  /// Runs of spaces count as one; bytes beyond ASCII, which the HTTP kit shows as Latin-1, are
  /// signed as they are.
  private static String trimmed(String value) {
    return new String(value.strip().replaceAll(" +", " ").getBytes(ISO_8859_1), UTF_8);
  }
}
