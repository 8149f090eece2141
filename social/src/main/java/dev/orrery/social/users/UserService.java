package dev.orrery.social.users;

import dev.orrery.identity.v1.DeleteAccountRequest;
import dev.orrery.identity.v1.IdentityAdminGrpc;
import dev.orrery.runtime.rpc.Access;
import dev.orrery.runtime.rpc.Caller;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import dev.orrery.social.service.Actors;
import dev.orrery.social.service.PageTokens;
import dev.orrery.social.storage.Keys;
import dev.orrery.social.storage.Tables;
import dev.orrery.social.users.v1.BatchGetUsersRequest;
import dev.orrery.social.users.v1.BatchGetUsersResponse;
import dev.orrery.social.users.v1.DeleteUserRequest;
import dev.orrery.social.users.v1.DeleteUserResponse;
import dev.orrery.social.users.v1.FindUserRequest;
import dev.orrery.social.users.v1.FollowRequest;
import dev.orrery.social.users.v1.FollowResponse;
import dev.orrery.social.users.v1.GetFollowRequest;
import dev.orrery.social.users.v1.GetFollowResponse;
import dev.orrery.social.users.v1.GetUserRequest;
import dev.orrery.social.users.v1.ListFollowersRequest;
import dev.orrery.social.users.v1.ListFollowersResponse;
import dev.orrery.social.users.v1.ListFollowingRequest;
import dev.orrery.social.users.v1.ListFollowingResponse;
import dev.orrery.social.users.v1.UnfollowRequest;
import dev.orrery.social.users.v1.UnfollowResponse;
import dev.orrery.social.users.v1.User;
import dev.orrery.social.users.v1.UserServiceGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;

/// Serves `orrery.social.users.v1.UserService`.
final class UserService extends UserServiceGrpc.UserServiceImplBase {
  private static final int MAXIMUM_PAGE = 5_000;
  private static final int DEFAULT_PAGE = 1_000;
  private static final int MAXIMUM_BATCH = 500;
  private static final String ADMIN = "admin";

  private final Tables tables;
  private final Profiles profiles;
  private final FollowGraph graph;
  private final TimelineInvalidation invalidation;
  private final IdentityAdminGrpc.IdentityAdminBlockingStub identity;

  UserService(
      Tables tables,
      Profiles profiles,
      FollowGraph graph,
      TimelineInvalidation invalidation,
      Channel identityAsOperator) {
    this.tables = tables;
    this.profiles = profiles;
    this.graph = graph;
    this.invalidation = invalidation;
    this.identity = IdentityAdminGrpc.newBlockingStub(identityAsOperator);
  }

  @Override
  public void getUser(GetUserRequest request, StreamObserver<User> observer) {
    Unary.answer(
        observer, () -> counted(profiles.byId(Actors.subject("user_id", request.getUserId()))));
  }

  @Override
  public void findUser(FindUserRequest request, StreamObserver<User> observer) {
    Unary.answer(
        observer,
        () -> {
          Actors.mark();
          return counted(profiles.byName(request.getUsername()));
        });
  }

  @Override
  public void batchGetUsers(
      BatchGetUsersRequest request, StreamObserver<BatchGetUsersResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          Actors.mark();
          if (request.getUserIdsCount() > MAXIMUM_BATCH) {
            throw RpcException.invalidArgument(
                "user_ids", "must be at most 500, not " + request.getUserIdsCount());
          }
          List<Long> ids =
              request.getUserIdsList().stream().map(id -> Actors.id("user_ids", id)).toList();
          return BatchGetUsersResponse.newBuilder().addAllUsers(profiles.known(ids)).build();
        });
  }

  private User counted(User profile) {
    long user = Long.parseLong(profile.getUserId());
    return profile.toBuilder()
        .setFollowers(graph.countFollowers(user))
        .setFollowing(graph.countFollowing(user))
        .build();
  }

  @Override
  public void deleteUser(DeleteUserRequest request, StreamObserver<DeleteUserResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          delete(Actors.subject("user_id", request.getUserId()));
          return DeleteUserResponse.getDefaultInstance();
        });
  }

  /// The account goes first: after that no profile can come into being again, and a repeated call
  /// takes away what a failed one has left.
  private void delete(long user) {
    Caller caller = Caller.current();
    if (!caller.access().covers(Access.OPERATOR) && !caller.roles().contains(ADMIN)) {
      throw RpcException.permissionDenied("ADMIN_REQUIRED", "only an admin deletes users");
    }
    boolean known = tables.get(Profiles.TABLE, Keys.of(user)).isPresent();
    try {
      identity.deleteAccount(
          DeleteAccountRequest.newBuilder().setUserId(Long.toString(user)).build());
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw failure;
      }
      if (!known) {
        throw RpcException.notFound("NO_SUCH_USER", "there is no user with id " + user);
      }
    }
    while (true) {
      List<FollowGraph.Edge> edges =
          graph.following(user, 0, DEFAULT_PAGE).ids().stream()
              .map(followee -> new FollowGraph.Edge(user, followee))
              .toList();
      List<FollowGraph.Edge> reverse =
          graph.followers(user, 0, DEFAULT_PAGE).ids().stream()
              .map(follower -> new FollowGraph.Edge(follower, user))
              .toList();
      if (edges.isEmpty() && reverse.isEmpty()) {
        break;
      }
      graph.remove(edges);
      graph.remove(reverse);
      invalidation.followsChanged(reverse.stream().map(FollowGraph.Edge::follower).toList());
    }
    invalidation.followsChanged(List.of(user));
    tables.commit(
        dev.orrery.database.v1.CommitRequest.newBuilder()
            .addMutations(Tables.delete(Profiles.TABLE, Keys.of(user)))
            .build());
  }

  @Override
  public void follow(FollowRequest request, StreamObserver<FollowResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          long follower = Actors.acting("follower_id", request.getFollowerId());
          long followee = Actors.id("followee_id", request.getFolloweeId());
          if (follower == followee) {
            throw RpcException.invalidArgument("followee_id", "nobody follows themselves");
          }
          profiles.require(List.of(follower, followee));
          boolean added = graph.add(List.of(new FollowGraph.Edge(follower, followee))) == 1;
          invalidation.followsChanged(List.of(follower));
          return FollowResponse.newBuilder().setExisted(!added).build();
        });
  }

  @Override
  public void unfollow(UnfollowRequest request, StreamObserver<UnfollowResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          long follower = Actors.acting("follower_id", "");
          long followee = Actors.id("followee_id", request.getFolloweeId());
          graph.remove(List.of(new FollowGraph.Edge(follower, followee)));
          invalidation.followsChanged(List.of(follower));
          return UnfollowResponse.getDefaultInstance();
        });
  }

  @Override
  public void getFollow(GetFollowRequest request, StreamObserver<GetFollowResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          long follower = Actors.acting("follower_id", "");
          long followee = Actors.id("followee_id", request.getFolloweeId());
          return GetFollowResponse.newBuilder()
              .setExists(graph.has(new FollowGraph.Edge(follower, followee)))
              .build();
        });
  }

  @Override
  public void listFollowing(
      ListFollowingRequest request, StreamObserver<ListFollowingResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          FollowGraph.Ids page =
              graph.following(
                  Actors.subject("user_id", request.getUserId()),
                  after(request.getPageToken()),
                  PageTokens.size(request.getPageSize(), DEFAULT_PAGE, MAXIMUM_PAGE));
          return ListFollowingResponse.newBuilder()
              .addAllUserIds(page.ids().stream().map(String::valueOf).toList())
              .setNextPageToken(next(page))
              .build();
        });
  }

  @Override
  public void listFollowers(
      ListFollowersRequest request, StreamObserver<ListFollowersResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          FollowGraph.Ids page =
              graph.followers(
                  Actors.subject("user_id", request.getUserId()),
                  after(request.getPageToken()),
                  PageTokens.size(request.getPageSize(), DEFAULT_PAGE, MAXIMUM_PAGE));
          return ListFollowersResponse.newBuilder()
              .addAllUserIds(page.ids().stream().map(String::valueOf).toList())
              .setNextPageToken(next(page))
              .build();
        });
  }

  private static long after(String token) {
    return token.isEmpty() ? 0 : Actors.id("page_token", token);
  }

  private static String next(FollowGraph.Ids page) {
    return page.more() ? Long.toString(page.ids().getLast()) : "";
  }
}
