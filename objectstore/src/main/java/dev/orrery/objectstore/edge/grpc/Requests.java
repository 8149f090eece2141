package dev.orrery.objectstore.edge.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.objectstore.core.catalog.ObjectRecord;
import dev.orrery.objectstore.edge.s3.BucketName;
import dev.orrery.objectstore.v1.GetRequest;
import dev.orrery.objectstore.v1.ObjectInfo;
import dev.orrery.objectstore.v1.PutHeader;
import dev.orrery.runtime.rpc.RpcException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The limits the contract names.
final class Requests {
  static final int PIECE_BYTES = 64 << 10;

  private static final int MAXIMUM_KEY_BYTES = 1_024;
  private static final int MAXIMUM_METADATA_BYTES = 2_048;
  private static final Pattern METADATA_NAME = Pattern.compile("[a-z0-9-]+");
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");
  private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9.-]+(:\\d{1,5})?");
  private static final String METADATA_PREFIX = "x-amz-meta-";
  private static final String CONTENT_TYPE = "content-type";
  private static final String DEFAULT_CONTENT_TYPE = "application/octet-stream";

  private Requests() {}

  static String bucket(String name) {
    if (!BucketName.isValid(name)) {
      throw RpcException.invalidArgument("bucket", "is '" + name + "', no name of a bucket");
    }
    return name;
  }

  static String key(String key) {
    int length = key.getBytes(UTF_8).length;
    if (length == 0 || length > MAXIMUM_KEY_BYTES || key.indexOf('\0') >= 0) {
      throw RpcException.invalidArgument(
          "key",
          "has " + length + " bytes, expected 1 to " + MAXIMUM_KEY_BYTES + " without a zero");
    }
    return key;
  }

  /// @param missing what 0 means
  static int bounded(String field, int value, int missing, int maximum) {
    if (value < 0 || value > maximum) {
      throw RpcException.invalidArgument(field, "is " + value + ", expected 0 to " + maximum);
    }
    return value == 0 ? missing : value;
  }

  /// Empty when none is asked for.
  static Optional<String> authority(String authority) {
    if (authority.isEmpty()) {
      return Optional.empty();
    }
    if (!AUTHORITY.matcher(authority).matches()) {
      throw RpcException.invalidArgument("authority", "is '" + authority + "', expected HOST:PORT");
    }
    return Optional.of(authority);
  }

  static Map<String, String> headers(PutHeader header) {
    Map<String, String> headers = new HashMap<>();
    int bytes = 0;
    for (Map.Entry<String, String> entry : header.getMetadataMap().entrySet()) {
      if (!METADATA_NAME.matcher(entry.getKey()).matches()
          || !PRINTABLE.matcher(entry.getValue()).matches()) {
        throw RpcException.invalidArgument(
            "metadata", "'" + entry.getKey() + "' has a name or value that is not allowed");
      }
      bytes += entry.getKey().length() + entry.getValue().length();
      headers.put(METADATA_PREFIX + entry.getKey(), entry.getValue());
    }
    if (bytes > MAXIMUM_METADATA_BYTES) {
      throw RpcException.invalidArgument(
          "metadata", "has " + bytes + " bytes, at most " + MAXIMUM_METADATA_BYTES);
    }
    String type = header.getContentType();
    if (!PRINTABLE.matcher(type).matches()) {
      throw RpcException.invalidArgument("content_type", "is not printable ASCII");
    }
    headers.put(CONTENT_TYPE, type.isEmpty() ? DEFAULT_CONTENT_TYPE : type);
    return headers;
  }

  /// How many bytes are to be sent.
  static long length(GetRequest request, long size) {
    if (request.getOffset() < 0 || request.getLength() < 0) {
      throw RpcException.invalidArgument("offset", "and length must not be negative");
    }
    if (request.getOffset() >= size && (size > 0 || request.getOffset() > 0)) {
      throw RpcException.outOfRange(
          "INVALID_RANGE", "the object has " + size + " bytes, asked was " + request.getOffset());
    }
    long left = size - request.getOffset();
    return request.getLength() == 0 ? left : Math.min(left, request.getLength());
  }

  /// @param withHeaders content type and metadata too
  static ObjectInfo info(String key, ObjectRecord object, boolean withHeaders) {
    ObjectInfo.Builder info =
        ObjectInfo.newBuilder()
            .setKey(key)
            .setSize(object.size())
            .setEtag(object.etag())
            .setModifiedMillis(object.modifiedMillis());
    if (withHeaders) {
      info.setContentType(object.headers().getOrDefault(CONTENT_TYPE, DEFAULT_CONTENT_TYPE));
      object
          .headers()
          .forEach((name, value) -> {
            if (name.startsWith(METADATA_PREFIX)) {
              info.putMetadata(name.substring(METADATA_PREFIX.length()), value);
            }
          });
    }
    return info.build();
  }
}
