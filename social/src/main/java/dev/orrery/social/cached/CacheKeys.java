package dev.orrery.social.cached;

import com.google.protobuf.ByteString;

/// Names of what the social network keeps in the cache.
public final class CacheKeys {
  /// Sorted list of authors over the fan-out threshold.
  public static final ByteString CELEBRITIES = ByteString.copyFromUtf8("celebrities");

  /// With what the keys of [#author(long)] begin.
  public static final ByteString AUTHOR_PREFIX = ByteString.copyFromUtf8("author:");

  private CacheKeys() {}

  /// Sorted list: a user's home timeline, without what is merged on read.
  public static ByteString home(long user) {
    return ByteString.copyFromUtf8("home:" + user);
  }

  /// Sorted list: whom a user follows.
  public static ByteString following(long user) {
    return ByteString.copyFromUtf8("following:" + user);
  }

  /// Sorted list: an author's recent posts, for those who are merged on read.
  public static ByteString author(long author) {
    return AUTHOR_PREFIX.concat(ByteString.copyFromUtf8(Long.toString(author)));
  }

  /// String: a post, as `orrery.social.posts.v1.Post`.
  public static ByteString post(long post) {
    return ByteString.copyFromUtf8("post:" + post);
  }
}
