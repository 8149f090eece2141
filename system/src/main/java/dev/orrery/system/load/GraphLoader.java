package dev.orrery.system.load;

import dev.orrery.identity.v1.IdentityAdminGrpc;
import dev.orrery.identity.v1.ImportAccountRequest;
import dev.orrery.log.v1.DescribeGroupRequest;
import dev.orrery.log.v1.DescribeGroupResponse;
import dev.orrery.log.v1.ListOffsetsRequest;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.TopicPartition;
import dev.orrery.social.posts.v1.CreatePostRequest;
import dev.orrery.social.posts.v1.Post;
import dev.orrery.social.posts.v1.PostServiceGrpc;
import dev.orrery.social.users.v1.ImportFollowsRequest;
import dev.orrery.social.users.v1.UserAdminGrpc;
import dev.orrery.system.client.ModelClient;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Brings a graph and posts into a running model through the services' contracts, with the
/// operator's credential. Every step may be repeated: accounts and follows that exist stay as they
/// are, and a post is named by author and number, so a run that was cut short is resumed by the
/// same command.
public final class GraphLoader {
  static final String TOPIC = "post-created";
  static final String WORKER_GROUP = "timeline-workers";

  private static final int CONCURRENT_CALLS = 16;
  private static final int FOLLOWS_PER_CALL = 1_000;
  private static final int ATTEMPTS = 20;
  private static final Duration RETRY_PAUSE = Duration.ofMillis(250);
  private static final Duration CALL_DEADLINE = Duration.ofSeconds(20);
  private static final Duration DRAIN_BOUND = Duration.ofMinutes(3);
  private static final Duration DRAIN_POLL = Duration.ofMillis(200);

  /// Told how far a step is.
  @FunctionalInterface
  public interface Progress {
    void at(String step, long done, long total);
  }

  /// What was brought in.
  ///
  /// @param userIds the model's user id by the file's number
  /// @param posts all posts, those of earlier runs included
  public record Loaded(Map<Long, String> userIds, Collection<Post> posts) {}

  private final ModelClient client;
  private final Progress progress;

  public GraphLoader(ModelClient client, Progress progress) {
    this.client = client;
    this.progress = progress;
  }

  /// @param postsPerUser 0 to 10,000
  /// @throws IOException when the model refuses something for good
  public Loaded load(SocialGraph graph, int postsPerUser) throws IOException, InterruptedException {
    Map<Long, String> userIds = importAccounts(graph);
    importFollows(graph, userIds);
    Collection<Post> posts = writePosts(graph, userIds, postsPerUser);
    awaitFanOut();
    return new Loaded(userIds, posts);
  }

  private Map<Long, String> importAccounts(SocialGraph graph)
      throws IOException, InterruptedException {
    Map<Long, String> ids = new ConcurrentHashMap<>();
    List<Runnable> calls = new ArrayList<>();
    for (long person : graph.people()) {
      calls.add(() ->
          ids.put(
              person,
              IdentityAdminGrpc.newBlockingStub(client.operator("identity"))
                  .withDeadlineAfter(CALL_DEADLINE.toSeconds(), TimeUnit.SECONDS)
                  .importAccount(
                      ImportAccountRequest.newBuilder()
                          .setUsername("person_" + person)
                          .setDisplayName("Person " + person)
                          .build())
                  .getUserId()));
    }
    inParallel("accounts", calls, 1);
    return ids;
  }

  private void importFollows(SocialGraph graph, Map<Long, String> ids)
      throws IOException, InterruptedException {
    List<ImportFollowsRequest.Edge> follows = new ArrayList<>();
    for (SocialGraph.Edge edge : graph.edges()) {
      follows.add(follow(ids, edge.left(), edge.right()));
      follows.add(follow(ids, edge.right(), edge.left()));
    }
    List<Runnable> calls = new ArrayList<>();
    for (int start = 0; start < follows.size(); start += FOLLOWS_PER_CALL) {
      List<ImportFollowsRequest.Edge> part =
          follows.subList(start, Math.min(start + FOLLOWS_PER_CALL, follows.size()));
      calls.add(() ->
          UserAdminGrpc.newBlockingStub(client.operator("users"))
              .withDeadlineAfter(CALL_DEADLINE.toSeconds(), TimeUnit.SECONDS)
              .importFollows(ImportFollowsRequest.newBuilder().addAllEdges(part).build()));
    }
    inParallel("follows", calls, FOLLOWS_PER_CALL);
  }

  private static ImportFollowsRequest.Edge follow(
      Map<Long, String> ids, long follower, long followee) {
    return ImportFollowsRequest.Edge.newBuilder()
        .setFollowerId(String.valueOf(ids.get(follower)))
        .setFolloweeId(String.valueOf(ids.get(followee)))
        .build();
  }

  private Collection<Post> writePosts(SocialGraph graph, Map<Long, String> ids, int postsPerUser)
      throws IOException, InterruptedException {
    Collection<Post> posts = new ConcurrentLinkedQueue<>();
    List<Runnable> calls = new ArrayList<>();
    for (int number = 1; number <= postsPerUser; number++) {
      for (long person : graph.people()) {
        CreatePostRequest request =
            CreatePostRequest.newBuilder()
                .setAuthorId(String.valueOf(ids.get(person)))
                .setText("Post " + number + " of person " + person)
                .setIdempotencyKey("load-" + number)
                .build();
        calls.add(() ->
            posts.add(
                PostServiceGrpc.newBlockingStub(client.operator("posts"))
                    .withDeadlineAfter(CALL_DEADLINE.toSeconds(), TimeUnit.SECONDS)
                    .createPost(request)));
      }
    }
    inParallel("posts", calls, 1);
    return posts;
  }

  /// Waits until the workers have read everything that has been published, and nothing more is
  /// being published.
  private void awaitFanOut() throws IOException, InterruptedException {
    long bound = System.nanoTime() + DRAIN_BOUND.toNanos();
    long total = Math.max(1, lag());
    long quietSince = 0;
    while (System.nanoTime() < bound) {
      long lag = lag();
      total = Math.max(total, lag);
      if (lag > 0) {
        quietSince = 0;
        progress.at("fan-out", total - lag, total);
      } else if (quietSince == 0) {
        quietSince = System.nanoTime();
      } else if (System.nanoTime() - quietSince > 5 * DRAIN_POLL.toNanos()) {
        progress.at("fan-out", total, total);
        return;
      }
      Thread.sleep(DRAIN_POLL);
    }
    throw new IOException("the workers did not catch up within " + DRAIN_BOUND.toSeconds() + " s");
  }

  /// Records the group has not committed yet; a partition without a committed offset counts whole.
  private long lag() throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try {
        LogGrpc.LogBlockingStub log =
            LogGrpc.newBlockingStub(client.operator("log"))
                .withDeadlineAfter(CALL_DEADLINE.toSeconds(), TimeUnit.SECONDS);
        DescribeGroupResponse group =
            log.describeGroup(DescribeGroupRequest.newBuilder().setGroup(WORKER_GROUP).build());
        Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
        group
            .getLagsList()
            .forEach(lag -> committed.put(lag.getPartition(), lag.getCommittedOffset()));
        long lag = 0;
        for (TopicPartition partition : partitions(group)) {
          long end =
              log.listOffsets(ListOffsetsRequest.newBuilder().setPartition(partition).build())
                  .getHighWatermark();
          lag += end - committed.getOrDefault(partition, 0L);
        }
        return lag;
      } catch (StatusRuntimeException failure) {
        if (attempt == ATTEMPTS) {
          throw failure;
        }
        Thread.sleep(RETRY_PAUSE);
      }
    }
  }

  private static List<TopicPartition> partitions(DescribeGroupResponse group) {
    return group.getMembersList().stream()
        .flatMap(member -> member.getAssignedList().stream())
        .filter(partition -> partition.getTopic().equals(TOPIC))
        .distinct()
        .toList();
  }

  private void inParallel(String step, List<Runnable> calls, int weight)
      throws IOException, InterruptedException {
    Semaphore permits = new Semaphore(CONCURRENT_CALLS);
    AtomicLong done = new AtomicLong();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Runnable call : calls) {
        permits.acquire();
        running.add(
            threads.submit(() -> {
              try {
                patiently(call);
                synchronized (this) {
                  progress.at(
                      step,
                      Math.min(done.addAndGet(weight), (long) calls.size() * weight),
                      (long) calls.size() * weight);
                }
              } finally {
                permits.release();
              }
              return null;
            }));
      }
      for (Future<?> call : running) {
        call.get();
      }
    } catch (ExecutionException failure) {
      throw new IOException(step + ": " + failure.getMessage(), failure);
    }
  }

  /// Repeats what may be repeated: the steps are idempotent, and a component may be starting again.
  private static void patiently(Runnable call) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        call.run();
        return;
      } catch (StatusRuntimeException failure) {
        Status.Code code = failure.getStatus().getCode();
        boolean passing =
            code == Status.Code.UNAVAILABLE
                || code == Status.Code.DEADLINE_EXCEEDED
                || code == Status.Code.RESOURCE_EXHAUSTED
                || code == Status.Code.ABORTED
                || code == Status.Code.CANCELLED;
        if (!passing || attempt == ATTEMPTS) {
          throw failure;
        }
        Thread.sleep(RETRY_PAUSE);
      }
    }
  }
}
