package dev.orrery.social.users;

import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.Durability;
import dev.orrery.database.v1.Row;
import dev.orrery.database.v1.ScanResponse;
import dev.orrery.social.service.Calls;
import dev.orrery.social.storage.Keys;
import dev.orrery.social.storage.Tables;
import java.util.ArrayList;
import java.util.List;

/// Who follows whom, stored both ways so that either question is one range scan:
///
/// | table | key | answers |
/// |---|---|---|
/// | `users_following` | follower, followee | whom does a user follow? |
/// | `users_followers` | followee, follower | who follows a user? |
///
/// Both rows of an edge are written or deleted in one commit, so the two tables never disagree.
/// There is no counter row: it would be the one row that all followers of a popular user fight for.
/// Counts are counted. Thread-safe.
final class FollowGraph {
  private static final String FOLLOWING = "users_following";
  private static final String FOLLOWERS = "users_followers";
  private static final int EDGES_PER_COMMIT = Tables.MUTATIONS_PER_COMMIT / 2;
  private static final int ATTEMPTS = 20;
  private static final int COUNT_PAGE = 10_000;

  private final Tables tables;

  FollowGraph(Tables tables) {
    this.tables = tables;
  }

  /// A follow.
  record Edge(long follower, long followee) {}

  /// One page of ids, ascending.
  ///
  /// @param more whether there are more
  record Ids(List<Long> ids, boolean more) {}

  /// Adds those of the edges that are missing, forced to disk.
  ///
  /// @param edges each once
  /// @return how many were missing
  int add(List<Edge> edges) {
    int added = 0;
    for (int start = 0; start < edges.size(); start += EDGES_PER_COMMIT) {
      added += addOnce(edges.subList(start, Math.min(edges.size(), start + EDGES_PER_COMMIT)));
    }
    return added;
  }

  private int addOnce(List<Edge> edges) {
    for (int attempt = 1; ; attempt++) {
      List<Row> rows =
          tables.get(
              FOLLOWING,
              edges.stream().map(edge -> Keys.of(edge.follower(), edge.followee())).toList());
      CommitRequest.Builder commit =
          CommitRequest.newBuilder().setDurability(Durability.DURABILITY_SYNC);
      for (int i = 0; i < rows.size(); i++) {
        if (rows.get(i).getVersion() == 0) {
          Edge edge = edges.get(i);
          commit
              .addPreconditions(Tables.missing(FOLLOWING, rows.get(i).getKey()))
              .addMutations(
                  Tables.put(FOLLOWING, rows.get(i).getKey(), com.google.protobuf.ByteString.EMPTY))
              .addMutations(
                  Tables.put(
                      FOLLOWERS,
                      Keys.of(edge.followee(), edge.follower()),
                      com.google.protobuf.ByteString.EMPTY));
        }
      }
      int missing = commit.getPreconditionsCount();
      if (missing == 0 || tables.commit(commit.build())) {
        return missing;
      }
      if (attempt == ATTEMPTS) {
        throw dev.orrery.runtime.rpc.RpcException.aborted(
            "CONFLICT", "others changed the same follows in each of " + ATTEMPTS + " attempts");
      }
    }
  }

  /// Deletes edges, forced to disk; missing ones are no error.
  void remove(List<Edge> edges) {
    for (int start = 0; start < edges.size(); start += EDGES_PER_COMMIT) {
      CommitRequest.Builder commit =
          CommitRequest.newBuilder().setDurability(Durability.DURABILITY_SYNC);
      for (Edge edge : edges.subList(start, Math.min(edges.size(), start + EDGES_PER_COMMIT))) {
        commit
            .addMutations(Tables.delete(FOLLOWING, Keys.of(edge.follower(), edge.followee())))
            .addMutations(Tables.delete(FOLLOWERS, Keys.of(edge.followee(), edge.follower())));
      }
      tables.commit(commit.build());
    }
  }

  boolean has(Edge edge) {
    return tables.get(FOLLOWING, Keys.of(edge.follower(), edge.followee())).isPresent();
  }

  /// Whom a user follows, above `after`.
  Ids following(long user, long after, int limit) {
    return page(FOLLOWING, user, after, limit);
  }

  /// Who follows a user, above `after`.
  Ids followers(long user, long after, int limit) {
    return page(FOLLOWERS, user, after, limit);
  }

  private Ids page(String table, long user, long after, int limit) {
    List<Long> ids = new ArrayList<>();
    long last = after;
    while (true) {
      ScanResponse page =
          Calls.join(
              tables.scan(
                  Tables.rowsOf(table, user, last).setLimit(limit + 1 - ids.size()).build()));
      for (Row row : page.getRowsList()) {
        last = Keys.at(row.getKey(), 1);
        ids.add(last);
      }
      if (ids.size() > limit) {
        return new Ids(ids.subList(0, limit), true);
      }
      if (page.getComplete()) {
        return new Ids(ids, false);
      }
    }
  }

  int countFollowing(long user) {
    return count(FOLLOWING, user);
  }

  int countFollowers(long user) {
    return count(FOLLOWERS, user);
  }

  private int count(String table, long user) {
    int count = 0;
    Ids page = page(table, user, 0, COUNT_PAGE - 1);
    count += page.ids().size();
    while (page.more()) {
      page = page(table, user, page.ids().getLast(), COUNT_PAGE - 1);
      count += page.ids().size();
    }
    return count;
  }
}
