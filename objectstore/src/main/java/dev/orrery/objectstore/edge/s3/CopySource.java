package dev.orrery.objectstore.edge.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// What `x-amz-copy-source` names.
record CopySource(String bucket, String key) {
  static CopySource parse(String header) {
    String path = header;
    int version = path.lastIndexOf("?versionId=");
    if (version >= 0) {
      if (!path.substring(version).equals("?versionId=null")) {
        throw S3Error.NO_SUCH_VERSION.asException();
      }
      path = path.substring(0, version);
    }
    String decoded;
    try {
      decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw invalid();
    }
    String bare = decoded.startsWith("/") ? decoded.substring(1) : decoded;
    int slash = bare.indexOf('/');
    if (slash <= 0 || slash == bare.length() - 1) {
      throw invalid();
    }
    return new CopySource(bare.substring(0, slash), bare.substring(slash + 1));
  }

  private static S3Exception invalid() {
    return S3Error.INVALID_ARGUMENT
        .saying("Copy Source must mention the source bucket and key: sourcebucket/sourcekey")
        .with("ArgumentName", "x-amz-copy-source");
  }
}
