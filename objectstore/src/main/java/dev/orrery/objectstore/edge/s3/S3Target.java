package dev.orrery.objectstore.edge.s3;

import dev.orrery.runtime.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// What a request is about: nothing (the service), a bucket, or an object.
///
/// ```
///   path style        GET /photos/cat.jpg      Host: 127.0.0.1:7112
///   virtual host      GET /cat.jpg             Host: photos.s3.localhost:7112
/// ```
///
/// @param bucket empty for the service
/// @param key empty for a bucket
record S3Target(String bucket, String key) {
  private static final int MAXIMUM_KEY_BYTES = 1_024;

  /// @param domains what follows the bucket's name in a virtual host
  static S3Target of(HttpRequest request, List<String> domains) {
    String host = request.authority().toLowerCase(Locale.ROOT);
    int colon = host.lastIndexOf(':');
    String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    String path = request.path().substring(1);
    for (String domain : domains) {
      if (name.endsWith("." + domain) && !domains.contains(name)) {
        return checked(name.substring(0, name.length() - domain.length() - 1), path);
      }
    }
    int slash = path.indexOf('/');
    return slash < 0
        ? new S3Target(path, "")
        : checked(path.substring(0, slash), path.substring(slash + 1));
  }

  private static S3Target checked(String bucket, String key) {
    if (key.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_KEY_BYTES) {
      throw S3Error.KEY_TOO_LONG.asException();
    }
    return new S3Target(bucket, key);
  }
}
