package dev.orrery.social.users;

import com.google.protobuf.ByteString;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.cache.v1.DeleteRequest;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.social.cached.CacheKeys;
import dev.orrery.social.service.Calls;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Drops a user's cached lists after the user follows or unfollows somebody: the next read rebuilds
/// them, so that posts older than the follow appear.
///
/// When the cache does not answer, the follow stands all the same, and the lists are dropped as
/// soon as it does: a cache that was only out of reach comes back with what it had. What is owed is
/// kept in memory, at most [#MAXIMUM_OWED] keys; what is beyond that, or lost with this process,
/// stands until its time to live ends. Thread-safe.
final class TimelineInvalidation {
  /// Keys remembered while the cache is away.
  static final int MAXIMUM_OWED = 100_000;

  private static final int KEYS_PER_CALL = 1_000;
  private static final int ATTEMPTS = 3;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final ComponentContext context;
  private final CacheGrpc.CacheBlockingStub cache;
  private final Set<ByteString> owed = ConcurrentHashMap.newKeySet();
  private @Nullable Thread payer;

  TimelineInvalidation(ComponentContext context) {
    this.context = context;
    this.cache = CacheGrpc.newBlockingStub(context.channels().channel(Calls.target("cache")));
  }

  void start() {
    payer = Thread.ofVirtual().name(context.instance() + "-invalidation").start(this::payAll);
  }

  void close() {
    if (payer != null) {
      payer.interrupt();
    }
  }

  void followsChanged(Collection<Long> followers) {
    List<ByteString> keys = new ArrayList<>();
    for (long follower : followers) {
      keys.add(CacheKeys.following(follower));
      keys.add(CacheKeys.home(follower));
    }
    for (int start = 0; start < keys.size(); start += KEYS_PER_CALL) {
      List<ByteString> part = keys.subList(start, Math.min(keys.size(), start + KEYS_PER_CALL));
      if (!deleted(part)) {
        owe(part);
      }
    }
  }

  private boolean deleted(List<ByteString> keys) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (tryDelete(keys)) {
        return true;
      }
    }
    return false;
  }

  private boolean tryDelete(List<ByteString> keys) {
    try {
      cache.delete(DeleteRequest.newBuilder().addAllKeys(keys).build());
      return true;
    } catch (StatusRuntimeException noCache) {
      return false;
    }
  }

  private void owe(List<ByteString> keys) {
    if (owed.size() + keys.size() <= MAXIMUM_OWED) {
      owed.addAll(keys);
    } else {
      context.log().warn("cached timelines were not dropped", "keys", keys.size());
    }
  }

  /// A key that is owed once more while it is being paid is dropped twice: never once too seldom.
  private void payAll() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        List<ByteString> keys = owed.stream().limit(KEYS_PER_CALL).toList();
        if (keys.isEmpty()) {
          continue;
        }
        keys.forEach(owed::remove);
        if (!tryDelete(keys)) {
          owed.addAll(keys);
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }
}
