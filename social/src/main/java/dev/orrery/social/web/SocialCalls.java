package dev.orrery.social.web;

import dev.orrery.identity.v1.AuthenticationGrpc;
import dev.orrery.identity.v1.LogInRequest;
import dev.orrery.identity.v1.LogOutRequest;
import dev.orrery.identity.v1.RegisterRequest;
import dev.orrery.identity.v1.TokenResponse;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.rpc.Caller;
import dev.orrery.social.posts.v1.CreatePostRequest;
import dev.orrery.social.posts.v1.ListPostsRequest;
import dev.orrery.social.posts.v1.ListPostsResponse;
import dev.orrery.social.posts.v1.Post;
import dev.orrery.social.posts.v1.PostServiceGrpc;
import dev.orrery.social.service.Calls;
import dev.orrery.social.timelines.v1.GetHomeTimelineRequest;
import dev.orrery.social.timelines.v1.GetHomeTimelineResponse;
import dev.orrery.social.timelines.v1.TimelineServiceGrpc;
import dev.orrery.social.users.v1.BatchGetUsersRequest;
import dev.orrery.social.users.v1.FindUserRequest;
import dev.orrery.social.users.v1.FollowRequest;
import dev.orrery.social.users.v1.GetFollowRequest;
import dev.orrery.social.users.v1.UnfollowRequest;
import dev.orrery.social.users.v1.User;
import dev.orrery.social.users.v1.UserServiceGrpc;
import io.grpc.Channel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the pages ask of the services, on behalf of the one who is logged in.
final class SocialCalls {
  private static final int PAGE = 50;
  private static final Set<String> ROLES = Set.of("user");

  private final Channel identity;
  private final Channel users;
  private final Channel posts;
  private final Channel timelines;

  SocialCalls(ComponentContext context) {
    identity = context.channels().channel(Calls.target("identity"));
    users = context.channels().channel(Calls.target("users"));
    posts = context.channels().channel(Calls.target("posts"));
    timelines = context.channels().channel(Calls.target("timelines"));
  }

  TokenResponse register(String username, String password) {
    return AuthenticationGrpc.newBlockingStub(identity)
        .register(RegisterRequest.newBuilder().setUsername(username).setPassword(password).build());
  }

  TokenResponse logIn(String username, String password) {
    return AuthenticationGrpc.newBlockingStub(identity)
        .logIn(LogInRequest.newBuilder().setUsername(username).setPassword(password).build());
  }

  void logOut(String refreshToken) {
    AuthenticationGrpc.newBlockingStub(identity)
        .logOut(LogOutRequest.newBuilder().setRefreshToken(refreshToken).build());
  }

  /// @param idempotencyKey the same for the same post, however often it is sent
  Post write(Session session, String text, String idempotencyKey) throws Exception {
    return as(
        session,
        () ->
            PostServiceGrpc.newBlockingStub(posts)
                .createPost(
                    CreatePostRequest.newBuilder()
                        .setText(text)
                        .setIdempotencyKey(idempotencyKey)
                        .build()));
  }

  GetHomeTimelineResponse home(Session session, String page) throws Exception {
    return as(
        session,
        () ->
            TimelineServiceGrpc.newBlockingStub(timelines)
                .getHomeTimeline(
                    GetHomeTimelineRequest.newBuilder()
                        .setUserId("me")
                        .setPageSize(PAGE)
                        .setPageToken(page)
                        .build()));
  }

  User find(Session session, String username) throws Exception {
    return as(
        session,
        () ->
            UserServiceGrpc.newBlockingStub(users)
                .findUser(FindUserRequest.newBuilder().setUsername(username).build()));
  }

  ListPostsResponse postsOf(Session session, String userId, String page) throws Exception {
    return as(
        session,
        () ->
            PostServiceGrpc.newBlockingStub(posts)
                .listPosts(
                    ListPostsRequest.newBuilder()
                        .setUserId(userId)
                        .setPageSize(PAGE)
                        .setPageToken(page)
                        .build()));
  }

  boolean follows(Session session, String userId) throws Exception {
    return as(
        session,
        () ->
            UserServiceGrpc.newBlockingStub(users)
                .getFollow(GetFollowRequest.newBuilder().setFolloweeId(userId).build())
                .getExists());
  }

  void follow(Session session, String userId) throws Exception {
    as(
        session,
        () ->
            UserServiceGrpc.newBlockingStub(users)
                .follow(FollowRequest.newBuilder().setFolloweeId(userId).build()));
  }

  void unfollow(Session session, String userId) throws Exception {
    as(
        session,
        () ->
            UserServiceGrpc.newBlockingStub(users)
                .unfollow(UnfollowRequest.newBuilder().setFolloweeId(userId).build()));
  }

  /// Who wrote these posts, by id. An author who was deleted since is not among them.
  Map<String, User> authors(Session session, Collection<Post> written) throws Exception {
    List<String> ids = written.stream().map(Post::getAuthorId).distinct().toList();
    if (ids.isEmpty()) {
      return Map.of();
    }
    return as(
        session,
        () ->
            UserServiceGrpc.newBlockingStub(users)
                .batchGetUsers(BatchGetUsersRequest.newBuilder().addAllUserIds(ids).build())
                .getUsersList()
                .stream()
                .collect(Collectors.toMap(User::getUserId, Function.identity())));
  }

  private static <T> T as(Session session, Callable<T> body) throws Exception {
    return Caller.actingFor(session.userId(), ROLES, body);
  }
}
