package dev.orrery.social;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.cache.v1.DeleteRequest;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.DatabaseGrpc;
import dev.orrery.database.v1.Durability;
import dev.orrery.database.v1.ScanRequest;
import dev.orrery.log.v1.FetchRequest;
import dev.orrery.log.v1.ListTopicsRequest;
import dev.orrery.log.v1.ListTopicsResponse;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.Record;
import dev.orrery.log.v1.TopicPartition;
import dev.orrery.runtime.config.Configuration;
import dev.orrery.social.cached.CacheKeys;
import dev.orrery.social.posts.PostIds;
import dev.orrery.social.posts.PostTables;
import dev.orrery.social.posts.v1.OutboxRow;
import dev.orrery.social.posts.v1.Post;
import dev.orrery.social.posts.v1.PostCreated;
import dev.orrery.social.relay.PostTopic;
import dev.orrery.social.storage.Keys;
import dev.orrery.social.storage.Tables;
import dev.orrery.social.timelines.Celebrities;
import dev.orrery.testkit.wait.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The social network while parts of it are away, or at the wrong moment.
class FailureTest {
  private static final Duration BOUND = Duration.ofSeconds(15);

  @TempDir private Path folder;
  private SmallModel model;

  @BeforeEach
  void start() throws Exception {
    SocialConfig config =
        Configuration.empty()
            .with("social.celebrity-refresh=50ms")
            .with("social.worker-session-timeout=1s")
            .bind("social", SocialConfig.class);
    model = new SmallModel(folder, config);
  }

  @AfterEach
  void stop() {
    model.close();
  }

  private void eventually(long user, List<String> texts) throws Exception {
    Await.until(
        BOUND,
        () -> model.timeline(user),
        texts::equals,
        "the timeline of " + user + " to be " + texts);
  }

  @Test
  void withoutTheCachePostingAndReadingGoOnAndAllIsRightWhenItReturns() throws Exception {
    long ada = model.account("ada");
    long bob = model.account("bob");
    long cleo = model.account("cleo");
    model.follow(bob, ada);
    model.post(ada, "before");
    eventually(bob, List.of("before"));
    assertThat(model.timeline(cleo)).isEmpty();
    model.component("cache-1").kill();
    model.post(ada, "meanwhile");
    model.follow(cleo, ada);
    assertThat(model.timeline(bob)).containsExactly("meanwhile", "before");
    assertThat(model.timeline(cleo)).containsExactly("meanwhile", "before");
    model.restart("cache-1");
    model.post(ada, "after");
    for (long reader : new long[] {ada, bob, cleo}) {
      eventually(reader, List.of("after", "meanwhile", "before"));
    }
  }

  @Test
  void aRelayThatDiedBetweenPublishingAndDeletingPublishesNothingTwice() throws Exception {
    long ada = model.account("ada");
    Post post = model.post(ada, "once");
    Await.until(BOUND, () -> sequences(post), list -> list.size() == 1, "the post in the log");
    awaitEmptyOutbox();
    model.component("relay-1").kill();
    // What stands when the relay dies before it deletes: the row, and the record.
    long id = Long.parseLong(post.getPostId());
    OutboxRow row =
        OutboxRow.newBuilder()
            .setEvent(PostCreated.newBuilder().setPost(post).setOutboxSequence(id))
            .build();
    DatabaseGrpc.newBlockingStub(model.channel("database"))
        .commit(
            CommitRequest.newBuilder()
                .setDurability(Durability.DURABILITY_SYNC)
                .addMutations(Tables.put(PostTables.OUTBOX, Keys.of(id), row.toByteString()))
                .build());
    model.restart("relay-1");
    awaitEmptyOutbox();
    assertThat(sequences(post)).hasSize(1);
  }

  private void awaitEmptyOutbox() throws Exception {
    Await.until(
        BOUND,
        () ->
            DatabaseGrpc.newBlockingStub(model.channel("database"))
                .scan(ScanRequest.newBuilder().setTable(PostTables.OUTBOX).setLimit(10).build())
                .getRowsCount(),
        rows -> rows == 0,
        "the outbox to be empty");
  }

  /// The records of a post in the log.
  private List<Record> sequences(Post post) {
    LogGrpc.LogBlockingStub log = LogGrpc.newBlockingStub(model.channel("log"));
    List<Record> found = new ArrayList<>();
    for (ListTopicsResponse.Topic topic :
        log.listTopics(ListTopicsRequest.getDefaultInstance()).getTopicsList()) {
      for (int partition = 0; partition < topic.getPartitions(); partition++) {
        TopicPartition name =
            TopicPartition.newBuilder().setTopic(topic.getName()).setPartition(partition).build();
        log.fetch(FetchRequest.newBuilder().setPartition(name).build()).getRecordsList().stream()
            .filter(entry -> !PostTopic.isBarrier(entry))
            .filter(entry -> entry.getValue().toStringUtf8().contains(post.getPostId()))
            .forEach(found::add);
      }
    }
    return found;
  }

  @Test
  void aFollowThatRacesARebuildIsSeenByTheNextRead() throws Exception {
    long ada = model.account("ada");
    long bob = model.account("bob");
    model.post(ada, "before you came");
    try (GatedUsers gate = new GatedUsers(model.channel("users"))) {
      model.startTimelinesBehind(gate.address());
      gate.shut();
      CompletableFuture<List<String>> early = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              early.complete(model.timeline(bob));
            } catch (Exception failure) {
              early.completeExceptionally(failure);
            }
          });
      gate.awaitHeld();
      model.follow(bob, ada);
      gate.open();
      assertThat(early.get()).isEmpty(); // it began before the follow
      assertThat(model.timeline(bob)).containsExactly("before you came");
    }
  }

  @Test
  void authorsBeyondWhatOneCachedListHoldsAreMergedToo() throws Exception {
    DatabaseGrpc.DatabaseBlockingStub database =
        DatabaseGrpc.newBlockingStub(model.channel("database"));
    for (int start = 1; start <= Celebrities.MAXIMUM_CACHED; start += 1_000) {
      CommitRequest.Builder commit = CommitRequest.newBuilder();
      for (long author = start; author < start + 1_000; author++) {
        commit.addMutations(Tables.put("timelines_celebrities", Keys.of(author), ByteString.EMPTY));
      }
      database.commit(commit.build());
    }
    long star = model.account("star");
    long fan = model.account("fan");
    model.follow(fan, star);
    assertThat(model.timeline(fan)).isEmpty();
    database.commit(
        CommitRequest.newBuilder()
            .addMutations(Tables.put("timelines_celebrities", Keys.of(star), ByteString.EMPTY))
            .build());
    CacheGrpc.newBlockingStub(model.channel("cache"))
        .delete(DeleteRequest.newBuilder().addKeys(CacheKeys.CELEBRITIES).build());
    // Written past the worker, as by one that leaves it to the reader: on no home timeline.
    long id = PostIds.lowestOf(System.currentTimeMillis());
    Post post =
        Post.newBuilder()
            .setPostId(Long.toString(id))
            .setAuthorId(Long.toString(star))
            .setText("to be merged")
            .setCreatedMillis(PostIds.millisOf(id))
            .build();
    database.commit(
        CommitRequest.newBuilder()
            .addMutations(Tables.put("posts_by_id", Keys.of(id), post.toByteString()))
            .addMutations(
                Tables.put(
                    "posts_by_author",
                    Keys.of(star, post.getCreatedMillis(), id),
                    ByteString.EMPTY))
            .build());
    eventually(fan, List.of("to be merged"));
  }
}
