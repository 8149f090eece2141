package dev.orrery.social.users;

import com.google.protobuf.ByteString;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.cache.v1.DeleteRequest;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.social.cached.CacheKeys;
import dev.orrery.social.service.Calls;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Drops a user's cached lists after the user follows or unfollows somebody: the next read rebuilds
/// them, so that posts older than the follow appear. When the cache does not answer, its lists'
/// time to live bounds how long an old one can stand. Thread-safe.
final class TimelineInvalidation {
  private static final int KEYS_PER_CALL = 1_000;
  private static final int ATTEMPTS = 3;

  private final ComponentContext context;
  private final CacheGrpc.CacheBlockingStub cache;

  TimelineInvalidation(ComponentContext context) {
    this.context = context;
    this.cache = CacheGrpc.newBlockingStub(context.channels().channel(Calls.target("cache")));
  }

  void followsChanged(Collection<Long> followers) {
    List<ByteString> keys = new ArrayList<>();
    for (long follower : followers) {
      keys.add(CacheKeys.following(follower));
      keys.add(CacheKeys.home(follower));
    }
    for (int start = 0; start < keys.size(); start += KEYS_PER_CALL) {
      delete(keys.subList(start, Math.min(keys.size(), start + KEYS_PER_CALL)));
    }
  }

  private void delete(List<ByteString> keys) {
    for (int attempt = 1; ; attempt++) {
      try {
        cache.delete(DeleteRequest.newBuilder().addAllKeys(keys).build());
        return;
      } catch (StatusRuntimeException failure) {
        if (attempt == ATTEMPTS) {
          context
              .log()
              .warn(
                  "cached timelines were not dropped",
                  "keys",
                  keys.size(),
                  "status",
                  failure.getStatus().getCode());
          return;
        }
      }
    }
  }
}
