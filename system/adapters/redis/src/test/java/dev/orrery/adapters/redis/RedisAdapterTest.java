package dev.orrery.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.orrery.cache.lab.component.CacheContract;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.cache.v1.GetRequest;
import dev.orrery.cache.v1.Member;
import dev.orrery.cache.v1.SetRequest;
import dev.orrery.cache.v1.SortedListAddRequest;
import dev.orrery.cache.v1.StatsRequest;
import dev.orrery.cache.v1.StatsResponse;
import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.Verdict;
import dev.orrery.testkit.process.ChildProcess;
import dev.orrery.testkit.process.Launch;
import dev.orrery.testkit.wait.RequiredTool;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The adapter in front of a real redis-server.
class RedisAdapterTest {
  private static final Duration START_BOUND = Duration.ofSeconds(20);

  /// A law about times takes its time.
  private static final int TRIES = new CacheContract().tries() / 5;

  @TempDir private Path folder;
  private ChildProcess redis;
  private int redisPort;
  private Component adapter;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    Path program = RequiredTool.named("redis-server", "redis-server");
    redisPort = freePort(); // redis-server takes 0 for "no port"
    redis =
        Launch.of(
                program.toString(),
                "--port",
                Integer.toString(redisPort),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                folder.toString())
            .start();
    redis.awaitLine(START_BOUND, ".*Ready to accept connections.*");
    adapter = adapterOn("redis://127.0.0.1:" + redisPort);
    adapter.start();
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1",
                adapter.endpoints().getFirst().port(),
                InsecureChannelCredentials.create())
            .maxInboundMessageSize(8 << 20)
            .build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Component adapterOn(String address) {
    return new RedisAdapter()
        .adapt(URI.create(address), ComponentContext.forTest("cache", folder.resolve("cache")));
  }

  @AfterEach
  void stop() throws Exception {
    if (channel != null) {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
    if (adapter != null) {
      adapter.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  @Test
  void keepsTheContractOfACache() {
    Verdict verdict =
        new Judge(TRIES, 1_000).<Channel>judge(new CacheContract().contract(), channel, 1);
    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void changesUnderContentionAllHappen() throws Exception {
    CacheGrpc.CacheBlockingStub cache = CacheGrpc.newBlockingStub(channel);
    ByteString key = ByteString.copyFromUtf8("list");
    List<Future<?>> changes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        Member member =
            Member.newBuilder().setMember(ByteString.copyFromUtf8("m" + i)).setScore(i).build();
        changes.add(
            threads.submit(() ->
                cache.sortedListAdd(
                    SortedListAddRequest.newBuilder()
                        .setKey(key)
                        .addMembers(member)
                        .setMaxLength(1_000)
                        .build())));
      }
    }
    for (Future<?> change : changes) {
      change.get();
    }
    assertThat(
            cache.sortedListAdd(SortedListAddRequest.newBuilder().setKey(key).build()).getLength())
        .isEqualTo(100);
  }

  @Test
  void tellsWhatRedisTells() {
    CacheGrpc.CacheBlockingStub cache = CacheGrpc.newBlockingStub(channel);
    ByteString key = ByteString.copyFromUtf8("k");
    cache.set(SetRequest.newBuilder().setKey(key).setValue(key).build());
    cache.get(GetRequest.newBuilder().addKeys(key).build());
    StatsResponse stats = cache.stats(StatsRequest.getDefaultInstance());
    assertThat(stats.getKeys()).isEqualTo(1);
    assertThat(stats.getHits()).isEqualTo(1);
    assertThat(stats.getUsedBytes()).isGreaterThan(100_000);
    assertThat(stats.getEvictionPolicy()).isEqualTo("noeviction");
  }

  @Test
  void aRedisThatHasGoneIsUnavailable() throws Exception {
    redis.close();
    assertThatThrownBy(() ->
            CacheGrpc.newBlockingStub(channel)
                .get(GetRequest.newBuilder().addKeys(ByteString.copyFromUtf8("k")).build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refusal ->
                assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    assertThat(adapter.health().detail()).contains("Redis does not answer");
    Component second = adapterOn("redis://127.0.0.1:" + redisPort);
    assertThatThrownBy(second::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + redisPort);
    second.close();
  }

  @Test
  void refusesAnAddressThatIsNone() {
    assertThatThrownBy(() -> adapterOn("redis:///nowhere"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("redis://[USER:PASSWORD@]HOST");
    assertThatThrownBy(() -> adapterOn("redis://127.0.0.1/name"))
        .isInstanceOf(ConfigurationException.class);
  }
}
