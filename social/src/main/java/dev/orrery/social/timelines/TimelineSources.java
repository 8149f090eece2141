package dev.orrery.social.timelines;

import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.social.posts.v1.BatchGetPostsRequest;
import dev.orrery.social.posts.v1.ListPostReferencesRequest;
import dev.orrery.social.posts.v1.ListPostReferencesResponse;
import dev.orrery.social.posts.v1.Post;
import dev.orrery.social.posts.v1.PostReference;
import dev.orrery.social.posts.v1.PostServiceGrpc;
import dev.orrery.social.service.Calls;
import dev.orrery.social.timelines.merge.PostRef;
import dev.orrery.social.timelines.merge.TimelineMerge;
import dev.orrery.social.users.v1.ListFollowingRequest;
import dev.orrery.social.users.v1.ListFollowingResponse;
import dev.orrery.social.users.v1.UserServiceGrpc;
import java.util.ArrayList;
import java.util.List;

/// What a timeline is made of, asked of the services that own it: the way that is always right and
/// never fast. Thread-safe; calls throw the status of their RPC.
final class TimelineSources {
  private static final int FOLLOWING_PAGE = 5_000;
  private static final int AUTHORS_PER_CALL = 200;
  private static final int CALLS_IN_FLIGHT = 4;

  private final UserServiceGrpc.UserServiceBlockingStub users;
  private final PostServiceGrpc.PostServiceFutureStub posts;
  private final TimelineMerge merge;

  TimelineSources(ComponentContext context, TimelineMerge merge) {
    this.users = UserServiceGrpc.newBlockingStub(context.channels().channel(Calls.target("users")));
    this.posts = PostServiceGrpc.newFutureStub(context.channels().channel(Calls.target("posts")));
    this.merge = merge;
  }

  /// Whom a user follows.
  List<Long> following(long user) {
    List<Long> followees = new ArrayList<>();
    String token = "";
    do {
      ListFollowingResponse page =
          users.listFollowing(
              ListFollowingRequest.newBuilder()
                  .setUserId(Long.toString(user))
                  .setPageSize(FOLLOWING_PAGE)
                  .setPageToken(token)
                  .build());
      page.getUserIdsList().forEach(id -> followees.add(Long.parseLong(id)));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return followees;
  }

  /// The newest posts of these authors together that are older than `before`.
  List<PostRef> newest(List<Long> authors, PostRef before, int limit) {
    List<List<Long>> parts = new ArrayList<>();
    for (int start = 0; start < authors.size(); start += AUTHORS_PER_CALL) {
      parts.add(authors.subList(start, Math.min(authors.size(), start + AUTHORS_PER_CALL)));
    }
    PostReference from =
        PostReference.newBuilder()
            .setCreatedMillis(before.createdMillis())
            .setPostId(before.postId())
            .build();
    List<ListPostReferencesResponse> answers =
        Calls.each(
            CALLS_IN_FLIGHT,
            parts,
            part ->
                posts.listPostReferences(
                    ListPostReferencesRequest.newBuilder()
                        .addAllAuthorIds(part)
                        .setLimit(limit)
                        .setBefore(from)
                        .build()));
    return merge.page(answers.stream().map(TimelineSources::references).toList(), before, limit);
  }

  private static List<PostRef> references(ListPostReferencesResponse answer) {
    return answer.getReferencesList().stream()
        .map(reference -> new PostRef(reference.getCreatedMillis(), reference.getPostId()))
        .toList();
  }

  /// Posts by id; the Post service puts them into the cache on the way.
  List<Post> posts(List<Long> ids) {
    return Calls.join(
            posts.batchGetPosts(
                BatchGetPostsRequest.newBuilder()
                    .addAllPostIds(ids.stream().map(String::valueOf).toList())
                    .build()))
        .getPostsList();
  }
}
