package dev.orrery.social;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.social.posts.v1.CreatePostRequest;
import dev.orrery.social.posts.v1.Post;
import dev.orrery.social.posts.v1.PostServiceGrpc;
import dev.orrery.social.timelines.v1.GetHomeTimelineResponse;
import dev.orrery.social.users.v1.FollowRequest;
import dev.orrery.social.users.v1.GetUserRequest;
import dev.orrery.social.users.v1.ImportFollowsRequest;
import dev.orrery.social.users.v1.ImportFollowsResponse;
import dev.orrery.social.users.v1.User;
import dev.orrery.social.users.v1.UserAdminGrpc;
import dev.orrery.social.users.v1.UserServiceGrpc;
import dev.orrery.testkit.wait.Await;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The social network end to end. One model for all tests; each uses accounts of its own.
class SocialNetworkTest {
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final int THRESHOLD = 3;

  @TempDir private static Path folder;
  private static SmallModel model;

  @BeforeAll
  static void start() throws Exception {
    SocialConfig config =
        Configuration.empty()
            .with("social.fanout-threshold=" + THRESHOLD)
            .with("social.celebrity-refresh=50ms")
            .with("social.worker-session-timeout=1s")
            .bind("social", SocialConfig.class);
    model = new SmallModel(folder, config);
  }

  @AfterAll
  static void stop() {
    model.close();
  }

  private static void eventually(long user, List<String> texts) throws Exception {
    Await.until(
        BOUND,
        () -> model.timeline(user),
        texts::equals,
        "the timeline of " + user + " to be " + texts);
  }

  @Test
  void aPostAppearsOnTheFollowersCachedTimelineAndOnTheAuthorsOwn() throws Exception {
    long ada = model.account("ada");
    long bob = model.account("bob");
    model.follow(bob, ada);
    assertThat(model.timeline(bob)).isEmpty();
    assertThat(model.timeline(ada)).isEmpty();
    model.post(ada, "first");
    eventually(bob, List.of("first"));
    model.post(ada, "second");
    eventually(bob, List.of("second", "first"));
    eventually(ada, List.of("second", "first"));
    model.forgetHome(bob);
    assertThat(model.timeline(bob)).containsExactly("second", "first");
  }

  @Test
  void postsOlderThanTheFollowAppearAndLeaveWithIt() throws Exception {
    long cleo = model.account("cleo");
    long dan = model.account("dan");
    model.post(cleo, "before you came");
    assertThat(model.timeline(dan)).isEmpty();
    model.follow(dan, cleo);
    assertThat(model.timeline(dan)).containsExactly("before you came");
    model.unfollow(dan, cleo);
    assertThat(model.timeline(dan)).isEmpty();
  }

  @Test
  void theSameIdempotencyKeyMakesOnePost() throws Exception {
    long eve = model.account("eve");
    Post one = model.post(eve, "once", "key");
    Post two = model.post(eve, "once", "key");
    assertThat(two).isEqualTo(one);
    eventually(eve, List.of("once"));
  }

  @Test
  void anAuthorOverTheThresholdIsMergedOnRead() throws Exception {
    long star = model.account("star");
    List<Long> fans = new ArrayList<>();
    for (int i = 0; i <= THRESHOLD; i++) {
      fans.add(model.account("fan" + i));
      model.follow(fans.getLast(), star);
    }
    long friend = model.account("friend");
    model.follow(fans.getFirst(), friend);
    assertThat(model.timeline(fans.getFirst())).isEmpty();
    model.post(star, "to all");
    model.post(friend, "to one");
    eventually(fans.getFirst(), List.of("to one", "to all"));
    model.post(star, "again");
    eventually(fans.getFirst(), List.of("again", "to one", "to all"));
    eventually(fans.getLast(), List.of("again", "to all"));
    eventually(star, List.of("again", "to all"));
    model.forgetHome(fans.getFirst());
    assertThat(model.timeline(fans.getFirst())).containsExactly("again", "to one", "to all");
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() throws Exception {
    long gil = model.account("gil");
    for (int i = 0; i < 7; i++) {
      model.post(gil, "post " + i);
    }
    List<String> texts = new ArrayList<>();
    String token = "";
    do {
      GetHomeTimelineResponse page = model.page(gil, 3, token);
      page.getPostsList().forEach(post -> texts.add(post.getText()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    assertThat(texts)
        .containsExactly("post 6", "post 5", "post 4", "post 3", "post 2", "post 1", "post 0");
  }

  @Test
  void aWorkerThatIsKilledLeavesItsPartitionsToTheOther() throws Exception {
    long hal = model.account("hal");
    model.startSecondWorker();
    model.component("worker-1").kill();
    List<String> texts = new ArrayList<>();
    assertThat(model.timeline(hal)).isEmpty();
    for (int i = 0; i < 10; i++) {
      model.post(hal, "post " + i);
      texts.addFirst("post " + i);
    }
    eventually(hal, texts);
    model.startFirstWorker();
    model.component("worker-2").close();
    model.post(hal, "last");
    texts.addFirst("last");
    eventually(hal, texts);
  }

  @Test
  void importingAGraphTwiceMakesNothingTwice() throws Exception {
    long ivy = model.account("ivy");
    long jon = model.account("jon");
    ImportFollowsRequest request =
        ImportFollowsRequest.newBuilder()
            .addEdges(edge(ivy, jon))
            .addEdges(edge(jon, ivy))
            .addEdges(edge(ivy, jon))
            .build();
    UserAdminGrpc.UserAdminBlockingStub admin =
        UserAdminGrpc.newBlockingStub(model.operator("users"));
    ImportFollowsResponse first = admin.importFollows(request);
    ImportFollowsResponse second = admin.importFollows(request);
    assertThat(first.getCreated()).isEqualTo(2);
    assertThat(second.getCreated()).isZero();
    assertThat(second.getExisted()).isEqualTo(3);
    User profile =
        model.as(
            ivy,
            () ->
                UserServiceGrpc.newBlockingStub(model.channel("users"))
                    .getUser(GetUserRequest.newBuilder().setUserId("me").build()));
    assertThat(profile.getFollowers()).isOne();
    assertThat(profile.getFollowing()).isOne();
    assertThat(profile.getUsername()).isEqualTo("ivy");
  }

  private static ImportFollowsRequest.Edge edge(long follower, long followee) {
    return ImportFollowsRequest.Edge.newBuilder()
        .setFollowerId(Long.toString(follower))
        .setFolloweeId(Long.toString(followee))
        .build();
  }

  @Test
  void whatIsWrongIsRefusedWithItsReason() throws Exception {
    long kim = model.account("kim");
    assertThatThrownBy(() -> model.post(kim, "x".repeat(281)))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused ->
                assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    assertThatThrownBy(() ->
            model.as(
                kim,
                () ->
                    PostServiceGrpc.newBlockingStub(model.channel("posts"))
                        .createPost(
                            CreatePostRequest.newBuilder()
                                .setText("as another")
                                .setAuthorId("1")
                                .build())))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused -> assertThat(RpcException.reasonOf(refused)).contains("NOT_THE_ACTOR"));
    assertThatThrownBy(() ->
            model.as(
                kim,
                () ->
                    UserServiceGrpc.newBlockingStub(model.channel("users"))
                        .follow(FollowRequest.newBuilder().setFolloweeId("987654321").build())))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused -> assertThat(RpcException.reasonOf(refused)).contains("NO_SUCH_USER"));
    assertThatThrownBy(() ->
            UserAdminGrpc.newBlockingStub(model.channel("users"))
                .importFollows(ImportFollowsRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused ->
                assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
  }
}
