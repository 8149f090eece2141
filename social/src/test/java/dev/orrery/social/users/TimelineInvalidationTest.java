package dev.orrery.social.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.cache.v1.DeleteRequest;
import dev.orrery.cache.v1.DeleteResponse;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.telemetry.TelemetryConfig;
import dev.orrery.social.cached.CacheKeys;
import dev.orrery.testkit.wait.Await;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cache that was out of reach comes back with what it had.
class TimelineInvalidationTest {
  @TempDir private Path folder;

  /// Out of reach at first.
  private static final class Unreachable extends CacheGrpc.CacheImplBase {
    private final Set<ByteString> dropped = ConcurrentHashMap.newKeySet();
    private volatile boolean reachable;

    @Override
    public void delete(DeleteRequest request, StreamObserver<DeleteResponse> observer) {
      if (!reachable) {
        observer.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      dropped.addAll(request.getKeysList());
      observer.onNext(DeleteResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }

  @Test
  void listsThatCouldNotBeDroppedAreDroppedWhenTheCacheIsBack() throws Exception {
    Unreachable cache = new Unreachable();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(cache)
            .build()
            .start();
    try (ComponentContext context =
        ComponentContext.builder("users", "users-1", folder)
            .telemetry(TelemetryConfig.off())
            .target("cache", "127.0.0.1:" + server.getPort())
            .build()) {
      TimelineInvalidation invalidation = new TimelineInvalidation(context);
      invalidation.start();
      invalidation.followsChanged(List.of(7L, 8L));
      assertThat(cache.dropped).isEmpty();
      cache.reachable = true;
      Await.until(
          Duration.ofSeconds(10), () -> cache.dropped.size(), size -> size == 4, "all keys");
      assertThat(cache.dropped)
          .contains(CacheKeys.home(7), CacheKeys.following(7), CacheKeys.home(8));
      invalidation.close();
    } finally {
      server.shutdownNow();
    }
  }
}
