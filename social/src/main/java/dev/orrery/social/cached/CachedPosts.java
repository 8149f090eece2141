package dev.orrery.social.cached;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.cache.v1.GetRequest;
import dev.orrery.cache.v1.GetResponse;
import dev.orrery.cache.v1.SetRequest;
import dev.orrery.social.posts.v1.Post;
import dev.orrery.social.service.Calls;
import io.grpc.Channel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Posts in the cache. A post never changes, so putting one twice does no harm and a copy is never
/// stale. Thread-safe; calls throw the status of their RPC.
public final class CachedPosts {
  private static final int CALLS_IN_FLIGHT = 16;

  private final CacheGrpc.CacheFutureStub cache;
  private final Duration ttl;

  public CachedPosts(Channel cacheChannel, Duration ttl) {
    this.cache = CacheGrpc.newFutureStub(cacheChannel);
    this.ttl = ttl;
  }

  /// Those of the posts that are cached, by id.
  ///
  /// @param ids at most 1,000
  public Map<Long, Post> get(List<Long> ids) {
    Map<Long, Post> found = HashMap.newHashMap(ids.size());
    if (ids.isEmpty()) {
      return found;
    }
    GetRequest.Builder request = GetRequest.newBuilder();
    ids.forEach(id -> request.addKeys(CacheKeys.post(id)));
    GetResponse answer = Calls.join(cache.get(request.build()));
    for (int i = 0; i < ids.size(); i++) {
      if (answer.getValues(i).getFound()) {
        try {
          found.put(ids.get(i), Post.parseFrom(answer.getValues(i).getValue()));
        } catch (InvalidProtocolBufferException foreign) {
          // Not a post: as good as missing, and overwritten by the fill.
          found.remove(ids.get(i));
        }
      }
    }
    return found;
  }

  /// Puts posts.
  public void put(List<Post> posts) {
    Calls.each(CALLS_IN_FLIGHT, posts, this::start);
  }

  /// Begins to put one post.
  public ListenableFuture<?> putOne(Post post) {
    return start(post);
  }

  private ListenableFuture<dev.orrery.cache.v1.SetResponse> start(Post post) {
    ByteString key = CacheKeys.post(Long.parseLong(post.getPostId()));
    return cache.set(
        SetRequest.newBuilder()
            .setKey(key)
            .setValue(post.toByteString())
            .setTtlMillis(ttl.toMillis())
            .build());
  }
}
