package dev.orrery.system.load;

import dev.orrery.social.posts.v1.Post;
import dev.orrery.social.timelines.v1.GetHomeTimelineRequest;
import dev.orrery.social.timelines.v1.TimelineServiceGrpc;
import dev.orrery.system.client.ModelClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Compares every home timeline with what the graph says it must be.
public final class TimelineCheck {
  static final int FIRST = 50;
  private static final int DEADLINE_SECONDS = 20;
  private static final Comparator<Post> NEWEST_FIRST =
      Comparator.comparingLong(Post::getCreatedMillis)
          .thenComparingLong((Post post) -> Long.parseUnsignedLong(post.getPostId()))
          .reversed();

  private TimelineCheck() {}

  /// One timeline that is not as it must be.
  public record Difference(String userId, String sentence) {}

  /// The reference: a user's own posts and those of whom the user follows, newest first, the first
  /// [#FIRST] of them.
  static Map<String, List<String>> expected(SocialGraph graph, GraphLoader.Loaded loaded) {
    Map<String, Set<String>> seen = new HashMap<>();
    loaded
        .userIds()
        .values()
        .forEach(user -> seen.computeIfAbsent(user, _ -> new HashSet<>()).add(user));
    for (SocialGraph.Edge edge : graph.edges()) {
      String left = String.valueOf(loaded.userIds().get(edge.left()));
      String right = String.valueOf(loaded.userIds().get(edge.right()));
      seen.getOrDefault(left, new HashSet<>()).add(right);
      seen.getOrDefault(right, new HashSet<>()).add(left);
    }
    List<Post> newestFirst = new ArrayList<>(loaded.posts());
    newestFirst.sort(NEWEST_FIRST);
    Map<String, List<String>> timelines = new HashMap<>();
    seen.forEach((user, authors) ->
        timelines.put(
            user,
            newestFirst.stream()
                .filter(post -> authors.contains(post.getAuthorId()))
                .map(Post::getPostId)
                .limit(FIRST)
                .toList()));
    return timelines;
  }

  /// Reads every timeline and tells which differ.
  public static List<Difference> run(
      ModelClient client,
      SocialGraph graph,
      GraphLoader.Loaded loaded,
      GraphLoader.Progress progress) {
    List<Difference> differences = new ArrayList<>();
    Map<String, List<String>> expected = expected(graph, loaded);
    long done = 0;
    for (Map.Entry<String, List<String>> entry : expected.entrySet()) {
      List<String> found =
          TimelineServiceGrpc.newBlockingStub(client.operator("timelines"))
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .getHomeTimeline(
                  GetHomeTimelineRequest.newBuilder()
                      .setUserId(entry.getKey())
                      .setPageSize(FIRST)
                      .build())
              .getPostsList()
              .stream()
              .map(Post::getPostId)
              .toList();
      if (!found.equals(entry.getValue())) {
        differences.add(new Difference(entry.getKey(), describe(entry.getValue(), found)));
      }
      progress.at("timelines", ++done, expected.size());
    }
    return differences;
  }

  private static String describe(List<String> expected, List<String> found) {
    Set<String> missing = new HashSet<>(expected);
    found.forEach(missing::remove);
    Set<String> strange = new HashSet<>(found);
    expected.forEach(strange::remove);
    int twice = found.size() - new HashSet<>(found).size();
    return "expected "
        + expected.size()
        + " posts, found "
        + found.size()
        + "; missing "
        + missing.size()
        + ", not expected "
        + strange.size()
        + ", twice "
        + twice
        + (missing.isEmpty() && strange.isEmpty() && twice == 0 ? ", wrong order" : "");
  }
}
