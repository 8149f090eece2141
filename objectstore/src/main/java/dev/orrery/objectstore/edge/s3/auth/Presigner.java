package dev.orrery.objectstore.edge.s3.auth;

import dev.orrery.objectstore.core.account.Account;
import dev.orrery.objectstore.edge.s3.UriEncoding;
import dev.orrery.objectstore.edge.s3.auth.SignatureV4.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes URLs that carry their signature, for whoever has no credentials.
public final class Presigner {
  private final Account account;
  private final String region;

  public Presigner(Account account, String region) {
    this.account = account;
    this.region = region;
  }

  /// A URL for one method on one object.
  ///
  /// @param authority host and port as the one who uses it will ask for
  /// @param expires at most seven days
  public String url(
      String method, String authority, String bucket, String key, Duration expires, Instant now) {
    Scope scope = Scope.at(now, region);
    String time = SignatureV4.TIME.format(now);
    String path = "/" + bucket + "/" + key;
    Map<String, List<String>> query = new TreeMap<>();
    query.put("X-Amz-Algorithm", List.of(SignatureV4.ALGORITHM));
    query.put("X-Amz-Credential", List.of(account.accessKey() + "/" + scope.text()));
    query.put("X-Amz-Date", List.of(time));
    query.put("X-Amz-Expires", List.of(String.valueOf(expires.toSeconds())));
    query.put("X-Amz-SignedHeaders", List.of("host"));
    String canonical =
        SignatureV4.canonicalRequest(
            method, path, query, Map.of("host", authority), SignatureV4.UNSIGNED_PAYLOAD);
    String signature =
        SignatureV4.sign(
            scope.signingKey(account.secretKey()),
            SignatureV4.stringToSign(time, scope, canonical));
    return "http://"
        + authority
        + UriEncoding.encodePath(path)
        + "?"
        + SignatureV4.canonicalQuery(query)
        + "&X-Amz-Signature="
        + signature;
  }
}
