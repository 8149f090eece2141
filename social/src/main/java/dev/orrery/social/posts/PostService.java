package dev.orrery.social.posts;

import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import dev.orrery.runtime.telemetry.Propagation;
import dev.orrery.social.cached.CachedPosts;
import dev.orrery.social.posts.v1.BatchGetPostsRequest;
import dev.orrery.social.posts.v1.BatchGetPostsResponse;
import dev.orrery.social.posts.v1.CreatePostRequest;
import dev.orrery.social.posts.v1.GetPostRequest;
import dev.orrery.social.posts.v1.ListPostReferencesRequest;
import dev.orrery.social.posts.v1.ListPostReferencesResponse;
import dev.orrery.social.posts.v1.ListPostsRequest;
import dev.orrery.social.posts.v1.ListPostsResponse;
import dev.orrery.social.posts.v1.OutboxRow;
import dev.orrery.social.posts.v1.Post;
import dev.orrery.social.posts.v1.PostCreated;
import dev.orrery.social.posts.v1.PostReference;
import dev.orrery.social.posts.v1.PostServiceGrpc;
import dev.orrery.social.service.Actors;
import dev.orrery.social.service.Calls;
import dev.orrery.social.service.PageTokens;
import dev.orrery.social.timelines.merge.Page;
import dev.orrery.social.timelines.merge.PostRef;
import dev.orrery.social.timelines.merge.TimelineMerge;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Serves `orrery.social.posts.v1.PostService` from [PostTables].
final class PostService extends PostServiceGrpc.PostServiceImplBase {
  private static final int MAXIMUM_KEY_LENGTH = 64;
  private static final int MAXIMUM_BATCH = 500;
  private static final int MAXIMUM_PAGE = 200;
  private static final int DEFAULT_PAGE = 50;
  private static final int MAXIMUM_AUTHORS = 1_000;
  private static final int MAXIMUM_REFERENCES = 2_000;
  private static final int SCANS_IN_FLIGHT = 32;
  private static final int ATTEMPTS = 5;

  private final PostTables tables;
  private final PostIds ids;
  private final CachedPosts cached;
  private final Time time;
  private final TimelineMerge merge;

  PostService(PostTables tables, PostIds ids, CachedPosts cached, TimelineMerge merge, Time time) {
    this.tables = tables;
    this.ids = ids;
    this.cached = cached;
    this.merge = merge;
    this.time = time;
  }

  @Override
  public void createPost(CreatePostRequest request, StreamObserver<Post> observer) {
    Unary.answer(observer, () -> create(request));
  }

  private Post create(CreatePostRequest request) {
    long author = Actors.acting("author_id", request.getAuthorId());
    PostRules.objection(request.getText())
        .ifPresent(objection -> {
          throw RpcException.invalidArgument("text", objection);
        });
    String key = request.getIdempotencyKey();
    if (key.length() > MAXIMUM_KEY_LENGTH) {
      throw RpcException.invalidArgument(
          "idempotency_key", "must have at most 64 characters, and has " + key.length());
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long id = ids.next(time.wallMillis());
      Post post =
          Post.newBuilder()
              .setPostId(Long.toString(id))
              .setAuthorId(Long.toString(author))
              .setText(request.getText())
              .setCreatedMillis(PostIds.millisOf(id))
              .build();
      OutboxRow outbox =
          OutboxRow.newBuilder()
              .setEvent(PostCreated.newBuilder().setPost(post).setOutboxSequence(id))
              .setTraceparent(Propagation.inject(Context.current()).orElse(""))
              .build();
      if (tables.write(post, outbox, key)) {
        return post;
      }
      Optional<Post> earlier = key.isEmpty() ? Optional.empty() : tables.byKey(author, key);
      if (earlier.isPresent()) {
        return earlier.get();
      }
    }
    throw RpcException.aborted(
        "CONFLICT", "no free post id was found in " + ATTEMPTS + " attempts");
  }

  @Override
  public void getPost(GetPostRequest request, StreamObserver<Post> observer) {
    Unary.answer(
        observer,
        () -> {
          Actors.mark();
          long id = Actors.id("post_id", request.getPostId());
          return tables.byId(List.of(id)).stream()
              .findFirst()
              .orElseThrow(() -> RpcException.notFound("NO_SUCH_POST", "there is no post " + id));
        });
  }

  @Override
  public void batchGetPosts(
      BatchGetPostsRequest request, StreamObserver<BatchGetPostsResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          if (request.getPostIdsCount() > MAXIMUM_BATCH) {
            throw RpcException.invalidArgument(
                "post_ids", "must be at most 500, not " + request.getPostIdsCount());
          }
          List<Post> posts =
              tables.byId(
                  request.getPostIdsList().stream().map(id -> Actors.id("post_ids", id)).toList());
          fill(posts);
          return BatchGetPostsResponse.newBuilder().addAllPosts(posts).build();
        });
  }

  /// Best effort: without the cache the next reader asks again.
  private void fill(List<Post> posts) {
    try {
      cached.put(posts);
    } catch (StatusRuntimeException noCache) {
      io.opentelemetry.api.trace.Span.current().addEvent("the cache was not filled");
    }
  }

  @Override
  public void listPosts(ListPostsRequest request, StreamObserver<ListPostsResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          long author = Actors.subject("user_id", request.getUserId());
          int size = PageTokens.size(request.getPageSize(), DEFAULT_PAGE, MAXIMUM_PAGE);
          PostRef before = PageTokens.before(request.getPageToken());
          List<PostRef> found =
              PostTables.references(Calls.join(tables.newest(author, before, size + 1)));
          List<PostRef> page = found.size() > size ? found.subList(0, size) : found;
          Map<Long, Post> posts = new HashMap<>();
          tables
              .byId(page.stream().map(PostRef::postId).toList())
              .forEach(post -> posts.put(Long.parseLong(post.getPostId()), post));
          ListPostsResponse.Builder response = ListPostsResponse.newBuilder();
          for (PostRef reference : page) {
            Post post = posts.get(reference.postId());
            if (post != null) {
              response.addPosts(post);
            }
          }
          if (found.size() > size) {
            response.setNextPageToken(PageTokens.after(page.getLast()));
          }
          return response.build();
        });
  }

  @Override
  public void listPostReferences(
      ListPostReferencesRequest request, StreamObserver<ListPostReferencesResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          int authors = request.getAuthorIdsCount();
          if (authors < 1 || authors > MAXIMUM_AUTHORS) {
            throw RpcException.invalidArgument("author_ids", "must be 1 to 1,000, not " + authors);
          }
          int limit = PageTokens.size(request.getLimit(), DEFAULT_PAGE, MAXIMUM_REFERENCES);
          PostRef before =
              request.hasBefore()
                  ? new PostRef(
                      request.getBefore().getCreatedMillis(), request.getBefore().getPostId())
                  : Page.TOP;
          List<List<PostRef>> sources =
              Calls.each(
                      SCANS_IN_FLIGHT,
                      request.getAuthorIdsList(),
                      author -> tables.newest(author, before, limit))
                  .stream()
                  .map(PostTables::references)
                  .toList();
          ListPostReferencesResponse.Builder response = ListPostReferencesResponse.newBuilder();
          merge
              .page(sources, before, limit)
              .forEach(reference ->
                  response.addReferences(
                      PostReference.newBuilder()
                          .setCreatedMillis(reference.createdMillis())
                          .setPostId(reference.postId())));
          return response.build();
        });
  }
}
