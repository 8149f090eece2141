package dev.orrery.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.search.core.feed.TestEvents;
import dev.orrery.search.v1.DeleteIndexRequest;
import dev.orrery.search.v1.FindRequest;
import dev.orrery.search.v1.Hit;
import dev.orrery.search.v1.IndexRequest;
import dev.orrery.search.v1.Query;
import dev.orrery.search.v1.SearchGrpc;
import dev.orrery.search.v1.SearchGrpc.SearchBlockingStub;
import dev.orrery.search.v1.StatsRequest;
import dev.orrery.search.v1.StatsResponse;
import dev.orrery.testkit.wait.Await;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private FakeLog log;
  private ComponentContext context;
  private SearchServer server;
  private ManagedChannel channel;
  private SearchBlockingStub search;

  @BeforeEach
  void start() throws Exception {
    log = new FakeLog("post-created", 2);
    startEngine();
  }

  private void startEngine() throws Exception {
    context = ComponentContext.testBuilder("search", folder).target("log", log.address()).build();
    SearchConfig config =
        Configuration.empty()
            .with("search.refresh-interval=20ms")
            .with("search.commit-interval=50ms")
            .bind("search", SearchConfig.class);
    server = new SearchServer(config, context, TestEvents.FEED, TestEvents.descriptors());
    server.start();
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1",
                server.endpoints().getFirst().port(),
                InsecureChannelCredentials.create())
            .build();
    search = SearchGrpc.newBlockingStub(channel);
  }

  private void stopEngine(boolean kill) throws Exception {
    channel.shutdownNow();
    if (kill) {
      server.kill();
    } else {
      server.close();
    }
    context.close();
  }

  @AfterEach
  void stop() throws Exception {
    stopEngine(false);
    log.close();
  }

  private void post(int number) {
    log.append(
        number % 2,
        TestEvents.postCreated(
            "p" + number, "u" + number % 3, "words of #Tag" + number % 5, number));
  }

  private List<Hit> all() {
    return search
        .find(FindRequest.newBuilder().setIndex("posts").setSize(500).build())
        .getHitsList();
  }

  private void awaitPosts(int count) {
    Await.until(PATIENCE, () -> all().size() == count, count + " posts are found");
  }

  @Test
  void aPostIsFoundSoonAfterItWasWritten() throws Exception {
    for (int i = 0; i < 120; i++) {
      post(i);
    }
    awaitPosts(120);
    Query tag = SearchFixture.term("hashtag", "tag3");
    assertThat(
            search
                .find(FindRequest.newBuilder().setIndex("posts").setQuery(tag).build())
                .getTotal())
        .isEqualTo(24);
    long written = System.nanoTime();
    post(120);
    awaitPosts(121);
    assertThat(Duration.ofNanos(System.nanoTime() - written)).isLessThan(Duration.ofSeconds(2));
    assertThat(server.health()).isEqualTo(Health.healthy());
  }

  @Test
  void goesOnWhereItsCommitEndedAfterACrash() throws Exception {
    for (int i = 0; i < 100; i++) {
      post(i);
    }
    awaitPosts(100);
    stopEngine(true);
    for (int i = 90; i < 130; i++) {
      post(i); // the first ten a second time
    }
    startEngine();
    awaitPosts(130);
    StatsResponse stats = search.stats(StatsRequest.newBuilder().setIndex("posts").build());
    assertThat(stats.getOffsetsOrThrow("post-created/0")).isEqualTo(log.end(0));
    assertThat(stats.getLagsOrThrow("post-created/1")).isZero();
  }

  @Test
  void isMadeAgainTheSameFromTheLog() throws Exception {
    for (int i = 0; i < 80; i++) {
      post(i);
    }
    awaitPosts(80);
    List<Hit> before = all();
    stopEngine(false);
    deleteTree(folder.resolve("files"));
    startEngine();
    awaitPosts(80);
    assertThat(all()).isEqualTo(before);
    search.deleteIndex(DeleteIndexRequest.newBuilder().setIndex("posts").build());
    Await.until(
        PATIENCE,
        () -> {
          try {
            return all().equals(before);
          } catch (StatusRuntimeException notYet) {
            return false;
          }
        },
        "the index is there again");
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void takesNothingFromCallersAndStepsOverWhatIsNoEvent() {
    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                search.index(
                    IndexRequest.newBuilder()
                        .setIndex("posts")
                        .addDocuments(SearchFixture.post("x", "t", "a", 1))
                        .build()));
    assertThat(RpcException.reasonOf(refusal)).contains("INDEX_IS_FED");
    log.append(0, ByteString.copyFromUtf8("no event"));
    log.append(0, ByteString.EMPTY);
    log.append(0, TestEvents.postCreated("good", "u", "text", 1));
    awaitPosts(1);
  }

  @Test
  void saysThatItMissesTheLogAndAnswersAllTheSame() throws Exception {
    post(1);
    awaitPosts(1);
    log.close();
    Await.until(PATIENCE, () -> server.health().state() == Health.State.DEGRADED, "degraded");
    assertThat(server.health().detail()).contains("log");
    assertThat(all()).hasSize(1);
  }

  @Test
  void refusesAFeedThatCannotBe() {
    SearchConfig wrong =
        Configuration.empty()
            .with("search.feeds.posts.topic=t")
            .with("search.feeds.posts.event=test.Nothing")
            .bind("search", SearchConfig.class);
    assertThatThrownBy(
            () -> new SearchServer(wrong, context, TestEvents.FEED, TestEvents.descriptors()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("feed 'posts': no event test.Nothing");
  }
}
