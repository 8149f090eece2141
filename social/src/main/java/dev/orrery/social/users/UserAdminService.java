package dev.orrery.social.users;

import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import dev.orrery.social.service.Actors;
import dev.orrery.social.storage.Tables;
import dev.orrery.social.users.v1.ImportFollowsRequest;
import dev.orrery.social.users.v1.ImportFollowsResponse;
import dev.orrery.social.users.v1.UserAdminGrpc;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;

/// Serves `orrery.social.users.v1.UserAdmin`: bringing in a graph.
final class UserAdminService extends UserAdminGrpc.UserAdminImplBase {
  private static final int MAXIMUM_EDGES = 5_000;

  private final Profiles profiles;
  private final FollowGraph graph;
  private final TimelineInvalidation invalidation;

  UserAdminService(Profiles profiles, FollowGraph graph, TimelineInvalidation invalidation) {
    this.profiles = profiles;
    this.graph = graph;
    this.invalidation = invalidation;
  }

  @Override
  public void importFollows(
      ImportFollowsRequest request, StreamObserver<ImportFollowsResponse> observer) {
    Unary.answer(observer, () -> importEdges(request));
  }

  private ImportFollowsResponse importEdges(ImportFollowsRequest request) {
    if (request.getEdgesCount() > MAXIMUM_EDGES) {
      throw RpcException.invalidArgument(
          "edges", "must be at most 5,000, not " + request.getEdgesCount());
    }
    LinkedHashSet<FollowGraph.Edge> edges = new LinkedHashSet<>();
    TreeSet<Long> followers = new TreeSet<>();
    TreeSet<Long> people = new TreeSet<>();
    for (ImportFollowsRequest.Edge edge : request.getEdgesList()) {
      long follower = Actors.id("edges.follower_id", edge.getFollowerId());
      long followee = Actors.id("edges.followee_id", edge.getFolloweeId());
      if (follower == followee) {
        throw RpcException.invalidArgument("edges", "nobody follows themselves: " + follower);
      }
      edges.add(new FollowGraph.Edge(follower, followee));
      followers.add(follower);
      people.add(follower);
      people.add(followee);
    }
    List<Long> all = new ArrayList<>(people);
    for (int start = 0; start < all.size(); start += Tables.KEYS_PER_GET) {
      profiles.require(all.subList(start, Math.min(all.size(), start + Tables.KEYS_PER_GET)));
    }
    int created = graph.add(new ArrayList<>(edges));
    invalidation.followsChanged(followers);
    return ImportFollowsResponse.newBuilder()
        .setCreated(created)
        .setExisted(request.getEdgesCount() - created)
        .build();
  }
}
