package dev.orrery.social.worker;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.ByteString;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.cache.v1.DeleteRequest;
import dev.orrery.cache.v1.SortedListAddResponse;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.social.SocialConfig;
import dev.orrery.social.cached.CacheKeys;
import dev.orrery.social.cached.CachedList;
import dev.orrery.social.cached.CachedPosts;
import dev.orrery.social.posts.v1.Post;
import dev.orrery.social.service.Calls;
import dev.orrery.social.storage.Tables;
import dev.orrery.social.timelines.Celebrities;
import dev.orrery.social.timelines.fanout.FanOutStrategy;
import dev.orrery.social.users.v1.ListFollowersRequest;
import dev.orrery.social.users.v1.ListFollowersResponse;
import dev.orrery.social.users.v1.UserServiceGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Brings one post to the timelines it belongs on.
///
/// ```
///   the strategy's plan       hybrid: followers < threshold          else
///   homes                     home:<author>, home:<follower>…        home:<author>
///   the author's own list     no                                     author:<author>; marked, so
///                                                                    that readers merge it
/// ```
///
/// A list takes the post only if it is cached. All of it is idempotent, so a post that is fanned
/// out twice stands in each list once. Thread-safe; calls under way are bounded over all posts of
/// this worker.
final class FanOut {
  private static final int FOLLOWERS_PAGE = 5_000;
  private static final int AUTHOR_LENGTH = 200;

  private final SocialConfig config;
  private final FanOutStrategy strategy;
  private final ComponentContext context;
  private final UserServiceGrpc.UserServiceBlockingStub users;
  private final CacheGrpc.CacheFutureStub cache;
  private final CachedPosts posts;
  private final Celebrities celebrities;
  private final Set<Long> marked = ConcurrentHashMap.newKeySet();
  private final Semaphore inFlight;

  FanOut(SocialConfig config, ComponentContext context) {
    Channel cacheChannel = context.channels().channel(Calls.target("cache"));
    this.config = config;
    this.strategy = config.fanOutStrategy();
    this.context = context;
    this.users = UserServiceGrpc.newBlockingStub(context.channels().channel(Calls.target("users")));
    this.cache = CacheGrpc.newFutureStub(cacheChannel);
    this.posts = new CachedPosts(cacheChannel, config.cacheTtl());
    this.celebrities = new Celebrities(config, context, new Tables(context));
    this.inFlight = new Semaphore(config.workerCallsInFlight());
  }

  /// @throws StatusRuntimeException when a neighbour fails; then some lists may have the post and
  ///   others not, and it is to be fanned out again
  void bring(Post post) throws InterruptedException {
    long author = Long.parseLong(post.getAuthorId());
    Calls.join(posts.putOne(post));
    List<Long> followers = followers(author);
    FanOutStrategy.Plan plan = strategy.plan(author, followers);
    List<ByteString> lists = new ArrayList<>(plan.homes().size() + 1);
    plan.homes().forEach(home -> lists.add(CacheKeys.home(home)));
    if (plan.authorList()) {
      if (!marked.contains(author)) {
        celebrities.mark(author);
        marked.add(author);
      }
      lists.add(CacheKeys.author(author));
    }
    Span.current()
        .setAttribute("fanout.followers", followers.size())
        .setAttribute("fanout.on", plan.authorList() ? "read" : "write");
    addToAll(lists, post);
  }

  /// The author's followers, as many of them as the plan has to know.
  private List<Long> followers(long author) {
    int needed = strategy.followersNeeded();
    List<Long> followers = new ArrayList<>();
    String token = "";
    do {
      ListFollowersResponse page =
          users.listFollowers(
              ListFollowersRequest.newBuilder()
                  .setUserId(Long.toString(author))
                  .setPageSize(Math.clamp(needed, 1, FOLLOWERS_PAGE))
                  .setPageToken(token)
                  .build());
      page.getUserIdsList().forEach(id -> followers.add(Long.parseLong(id)));
      token = page.getNextPageToken();
    } while (!token.isEmpty() && followers.size() < needed);
    return followers.size() > needed ? followers.subList(0, needed) : followers;
  }

  /// The first call is traced, under a span that says how many there are; the others are not, or a
  /// post with 499 followers would be a trace of a thousand spans.
  private void addToAll(List<ByteString> lists, Post post) throws InterruptedException {
    CachedList.Entry entry =
        new CachedList.Entry(Long.parseLong(post.getPostId()), post.getCreatedMillis());
    Span span =
        context
            .tracer()
            .spanBuilder("cache " + lists.size() + (lists.size() == 1 ? " timeline" : " timelines"))
            .setAttribute("fanout.timelines", lists.size())
            .startSpan();
    try {
      List<ListenableFuture<SortedListAddResponse>> calls = new ArrayList<>(lists.size());
      for (ByteString list : lists) {
        Context traced = calls.isEmpty() ? Context.current().with(span) : Context.root();
        inFlight.acquire();
        try (Scope _ = traced.makeCurrent()) {
          ListenableFuture<SortedListAddResponse> call =
              cache.sortedListAdd(CachedList.addIfPresent(list, entry, lengthOf(list)));
          call.addListener(inFlight::release, MoreExecutors.directExecutor());
          calls.add(call);
        }
      }
      for (int i = 0; i < calls.size(); i++) {
        confirm(lists.get(i), calls.get(i));
      }
    } finally {
      span.end();
    }
  }

  /// A list that cannot take the post for want of memory must not stand without it.
  private void confirm(ByteString list, ListenableFuture<SortedListAddResponse> call) {
    try {
      Calls.join(call);
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED) {
        throw failure;
      }
      Calls.join(cache.delete(DeleteRequest.newBuilder().addKeys(list).build()));
    }
  }

  private int lengthOf(ByteString list) {
    return list.startsWith(CacheKeys.AUTHOR_PREFIX) ? AUTHOR_LENGTH : config.homeLength();
  }
}
