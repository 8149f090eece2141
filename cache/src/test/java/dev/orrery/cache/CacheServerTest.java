package dev.orrery.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.cache.v1.CacheGrpc.CacheBlockingStub;
import dev.orrery.cache.v1.GetRequest;
import dev.orrery.cache.v1.GetResponse;
import dev.orrery.cache.v1.IncrementRequest;
import dev.orrery.cache.v1.Member;
import dev.orrery.cache.v1.SetRequest;
import dev.orrery.cache.v1.SortedListAddRequest;
import dev.orrery.cache.v1.SortedListRangeRequest;
import dev.orrery.cache.v1.SortedListRangeResponse;
import dev.orrery.cache.v1.StatsRequest;
import dev.orrery.cache.v1.StatsResponse;
import dev.orrery.primitives.eviction.Fifo;
import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcException;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheServerTest {
  @TempDir private Path folder;
  private ComponentContext context;
  private CacheServer server;
  private ManagedChannel channel;
  private CacheBlockingStub cache;

  @BeforeEach
  void start() throws Exception {
    start(Configuration.empty().with("cache.capacity=256KiB").bind("cache", CacheConfig.class));
  }

  private void start(CacheConfig config) throws Exception {
    context = ComponentContext.forTest("cache", folder);
    server = new CacheServer(config, context);
    server.start();
    Endpoint endpoint = server.endpoints().getFirst();
    channel =
        Grpc.newChannelBuilderForAddress(
                endpoint.host(), endpoint.port(), InsecureChannelCredentials.create())
            .maxInboundMessageSize(8 << 20)
            .build();
    cache = CacheGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    server.close();
    context.close();
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private void set(String key, ByteString value, long ttlMillis) {
    SetRequest request =
        SetRequest.newBuilder().setKey(bytes(key)).setValue(value).setTtlMillis(ttlMillis).build();
    assertThat(cache.set(request).getStored()).isTrue();
  }

  private GetResponse get(String... keys) {
    GetRequest.Builder request = GetRequest.newBuilder();
    for (String key : keys) {
      request.addKeys(bytes(key));
    }
    return cache.get(request.build());
  }

  private StatsResponse stats() {
    return cache.stats(StatsRequest.getDefaultInstance());
  }

  private static StatusRuntimeException refusal(Runnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run);
  }

  private static void refused(Status.Code code, String reason, Runnable call) {
    StatusRuntimeException refusal = refusal(call);
    assertThat(refusal.getStatus().getCode()).isEqualTo(code);
    assertThat(RpcException.reasonOf(refusal)).contains(reason);
  }

  @Test
  void keepsBinaryValuesAndTimelines() {
    ByteString binary = ByteString.copyFrom(new byte[] {0, -1, 13, 10, 0});
    set("k", binary, 0);
    assertThat(get("k", "none").getValuesList())
        .containsExactly(
            GetResponse.Value.newBuilder().setFound(true).setValue(binary).build(),
            GetResponse.Value.getDefaultInstance());
    SortedListAddRequest.Builder add = SortedListAddRequest.newBuilder().setKey(bytes("timeline"));
    for (int post = 0; post < 100; post++) {
      add.addMembers(Member.newBuilder().setMember(bytes("post" + post)).setScore(post));
    }
    assertThat(cache.sortedListAdd(add.setMaxLength(80).build()).getLength()).isEqualTo(80);
    SortedListRangeResponse newest =
        cache.sortedListRange(
            SortedListRangeRequest.newBuilder()
                .setKey(bytes("timeline"))
                .setDescending(true)
                .setLimit(2)
                .build());
    assertThat(newest.getMembersList())
        .extracting(member -> member.getMember().toStringUtf8())
        .containsExactly("post99", "post98");
    assertThat(newest.getLength()).isEqualTo(80);
  }

  @Test
  void evictsWithinItsBoundAndSaysSo() {
    IntStream.range(0, 1_000).forEach(i -> set("k" + i, ByteString.copyFrom(new byte[500]), 0));
    StatsResponse stats = stats();
    assertThat(stats.getEvictions()).isPositive();
    assertThat(stats.getKeys()).isEqualTo(1_000 - stats.getEvictions());
    assertThat(stats.getUsedBytes()).isBetween(200L << 10, 256L << 10);
    assertThat(stats.getCapacityBytes()).isEqualTo(256 << 10);
    assertThat(stats.getEvictionPolicy()).isEqualTo("lru");
    assertThat(get("k999").getValues(0).getFound()).isTrue();
    assertThat(get("k0").getValues(0).getFound()).isFalse();
  }

  @Test
  void collectsWhatNobodyReads() {
    set("k", bytes("v"), 20);
    long bound = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (stats().getKeys() > 0) {
      assertThat(System.nanoTime()).isLessThan(bound);
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(stats().getExpirations()).isEqualTo(1);
    assertThat(stats().getUsedBytes()).isZero();
  }

  @Test
  void refusesInTheContractsTerms() {
    set("s", bytes("x"), 0);
    refused(
        Status.Code.FAILED_PRECONDITION,
        "WRONG_TYPE",
        () ->
            cache.sortedListRange(SortedListRangeRequest.newBuilder().setKey(bytes("s")).build()));
    refused(
        Status.Code.FAILED_PRECONDITION,
        "NOT_AN_INTEGER",
        () -> cache.increment(IncrementRequest.newBuilder().setKey(bytes("s")).setBy(1).build()));
    refused(
        Status.Code.RESOURCE_EXHAUSTED,
        "OUT_OF_MEMORY",
        () -> set("big", ByteString.copyFrom(new byte[300 << 10]), 0));
    refused(Status.Code.INVALID_ARGUMENT, "INVALID_FIELD", () -> get(""));
    refused(
        Status.Code.INVALID_ARGUMENT,
        "INVALID_FIELD",
        () -> cache.set(SetRequest.newBuilder().setKey(bytes("s")).setConditionValue(99).build()));
    refused(
        Status.Code.INVALID_ARGUMENT,
        "INVALID_FIELD",
        () ->
            cache.sortedListAdd(
                SortedListAddRequest.newBuilder()
                    .setKey(bytes("l"))
                    .addMembers(Member.newBuilder().setScore(Double.NaN))
                    .build()));
    assertThat(get("s").getValues(0).getFound()).as("still serving").isTrue();
  }

  @Test
  void refusesAnAnswerThatWouldNotPass() throws Exception {
    stop();
    start(CacheConfig.defaults());
    IntStream.range(0, 6).forEach(i -> set("k" + i, ByteString.copyFrom(new byte[1 << 20]), 0));
    refused(
        Status.Code.RESOURCE_EXHAUSTED,
        "ANSWER_TOO_LARGE",
        () -> get("k0", "k1", "k2", "k3", "k4", "k5"));
    assertThat(get("k0").getValues(0).getValue().size()).isEqualTo(1 << 20);
  }

  @Test
  void anEnormousTimeToLiveIsTaken() {
    set("k", bytes("v"), -1); // 2^64 − 1 on the wire
    assertThat(get("k").getValues(0).getFound()).isTrue();
  }

  @Test
  void closesOnceAndStaysClosed() {
    assertThat(server.health()).isEqualTo(Health.healthy());
    server.close();
    server.close();
    assertThat(server.health().state()).isEqualTo(Health.State.DOWN);
    assertThat(refusal(() -> get("k")).getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void takesAPolicyByItsClassName() throws Exception {
    stop();
    start(
        Configuration.empty()
            .with("cache.eviction=" + Fifo.class.getName())
            .bind("cache", CacheConfig.class));
    set("k", bytes("v"), 0);
    assertThat(stats().getEvictionPolicy()).isEqualTo(Fifo.class.getName());
  }

  @Test
  void refusesAnUnknownPolicyByName() {
    assertThatThrownBy(() ->
            Configuration.empty().with("cache.eviction=lruu").bind("cache", CacheConfig.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'lruu' is none of 2q, arc, clock, fifo, lfu");
    CacheConfig missing =
        Configuration.empty().with("cache.eviction=my.Policy").bind("cache", CacheConfig.class);
    assertThatThrownBy(() -> new CacheServer(missing, context))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no class my.Policy");
    CacheConfig wrong =
        Configuration.empty()
            .with("cache.sorted-list=java.util.ArrayList")
            .bind("cache", CacheConfig.class);
    assertThatThrownBy(() -> new CacheServer(wrong, context))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is no SortedList");
  }
}
