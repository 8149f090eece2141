package dev.orrery.social.timelines;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import dev.orrery.cache.v1.SortedListRangeResponse;
import dev.orrery.social.SocialConfig;
import dev.orrery.social.cached.CacheKeys;
import dev.orrery.social.cached.CachedList;
import dev.orrery.social.cached.CachedPosts;
import dev.orrery.social.posts.v1.Post;
import dev.orrery.social.service.Calls;
import dev.orrery.social.timelines.fanout.FanOutStrategy;
import dev.orrery.social.timelines.merge.Page;
import dev.orrery.social.timelines.merge.PostRef;
import dev.orrery.social.timelines.merge.Source;
import dev.orrery.social.timelines.merge.TimelineMerge;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads home timelines.
///
/// ```
///   home:<user>  ──┐
///   author:<a>   ──┼─ merge → a page of references → post:<id>, all in one get → the page
///   author:<b>   ──┘
///   (only those over the threshold whom the user follows)
/// ```
///
/// A list that is missing is rebuilt from the services and filled by the protocol of [CachedList];
/// a page that reaches below what is cached is read from them directly; and so is everything when
/// the cache does not answer. Rebuilds of one timeline at a time are coalesced ([Rebuilds]).
/// Thread-safe.
final class HomeTimelines {
  private static final int AUTHOR_LENGTH = 200;
  private static final int FOLLOWING_LENGTH = 9_000;
  private static final int ASKS_IN_FLIGHT = 64;

  private final SocialConfig config;
  private final FanOutStrategy strategy;
  private final CachedList lists;
  private final CachedPosts cachedPosts;
  private final Celebrities celebrities;
  private final TimelineSources sources;
  private final TimelineMerge merge;
  private final Rebuilds rebuilds = new Rebuilds();

  /// A page, and whether all of it came from the cache.
  record Read(List<Post> posts, Optional<PostRef> next, boolean hit) {}

  /// What one read has found out so far. Confined to the thread that reads.
  private static final class Reading {
    private boolean hit = true;
  }

  HomeTimelines(
      SocialConfig config,
      CachedList lists,
      CachedPosts cachedPosts,
      Celebrities celebrities,
      TimelineSources sources,
      TimelineMerge merge) {
    this.config = config;
    this.strategy = config.fanOutStrategy();
    this.lists = lists;
    this.cachedPosts = cachedPosts;
    this.celebrities = celebrities;
    this.sources = sources;
    this.merge = merge;
  }

  /// A page of a user's timeline, below `before`.
  ///
  /// @param size 1 to 200
  Read read(long user, PostRef before, int size) throws Exception {
    Reading reading = new Reading();
    Optional<Page> page = Page.of(merge, cached(reading, user, before, size), before, size);
    Page answer = page.isPresent() ? page.get() : stored(reading, user, before, size);
    List<Post> posts = posts(reading, answer.references());
    Optional<PostRef> next =
        answer.more() && !answer.references().isEmpty()
            ? Optional.of(answer.references().getLast())
            : Optional.empty();
    return new Read(posts, next, reading.hit);
  }

  /// Home list and the lists of those who are merged on read.
  private List<Source> cached(Reading reading, long user, PostRef before, int size)
      throws Exception {
    int wanted = before.equals(Page.TOP) ? size + 1 : config.homeLength();
    Set<Long> marked = celebrities.current();
    ByteString key = CacheKeys.home(user);
    ListenableFuture<SortedListRangeResponse> home = lists.ask(key, wanted);
    ListenableFuture<SortedListRangeResponse> following =
        marked.isEmpty() ? null : lists.ask(CacheKeys.following(user), FOLLOWING_LENGTH);
    List<Source> found = new ArrayList<>();
    SortedListRangeResponse homeAnswer = answer(home);
    Optional<Source> hit = source(homeAnswer, wanted);
    if (hit.isPresent()) {
      found.add(hit.get());
    } else {
      reading.hit = false;
      found.add(rebuilds.load(user, () -> rebuild(user, homeAnswer)));
    }
    if (following != null) {
      List<Long> authors = strategy.merged(following(reading, user, answer(following)), marked);
      found.addAll(authors(reading, authors, before.equals(Page.TOP) ? size + 1 : AUTHOR_LENGTH));
    }
    return found;
  }

  /// The answer, or null when the cache gave none.
  private static @Nullable SortedListRangeResponse answer(
      ListenableFuture<SortedListRangeResponse> call) {
    try {
      return Calls.join(call);
    } catch (StatusRuntimeException noCache) {
      return null;
    }
  }

  private static Optional<Source> source(@Nullable SortedListRangeResponse answer, int limit) {
    return answer == null
        ? Optional.empty()
        : CachedList.found(answer, limit)
            .map(found ->
                new Source(
                    found.entries().stream()
                        .map(entry -> new PostRef(entry.score(), entry.id()))
                        .toList(),
                    found.complete()));
  }

  private Rebuilds.Rebuilt rebuild(long user, @Nullable SortedListRangeResponse before) {
    Optional<CachedList.Fill> fill = begin(CacheKeys.home(user), before);
    List<Long> authors = new ArrayList<>(sources.following(user));
    authors.add(user);
    return fill(fill, authors, config.homeLength());
  }

  private Rebuilds.Rebuilt fill(Optional<CachedList.Fill> fill, List<Long> authors, int length) {
    List<PostRef> newest = sources.newest(authors, Page.TOP, length);
    boolean complete = newest.size() < length;
    boolean stands =
        finish(
            fill,
            newest.stream()
                .map(post -> new CachedList.Entry(post.postId(), post.createdMillis()))
                .toList(),
            complete,
            length);
    return new Rebuilds.Rebuilt(new Source(newest, complete), stands);
  }

  private Optional<CachedList.Fill> begin(
      ByteString key, @Nullable SortedListRangeResponse before) {
    if (before == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(lists.begin(key, before));
    } catch (StatusRuntimeException noCache) {
      return Optional.empty();
    }
  }

  /// A fill that fails leaves no list: the next reader tries again.
  ///
  /// @return whether the list stands now
  private boolean finish(
      Optional<CachedList.Fill> fill,
      List<CachedList.Entry> entries,
      boolean complete,
      int length) {
    try {
      return fill.isPresent() && lists.finish(fill.get(), entries, complete, length);
    } catch (StatusRuntimeException noCache) {
      // The token stands until its short time to live ends, and is taken out by the next fill.
      return false;
    }
  }

  private List<Long> following(
      Reading reading, long user, @Nullable SortedListRangeResponse answer) {
    Optional<CachedList.Found> found =
        answer == null ? Optional.empty() : CachedList.found(answer, FOLLOWING_LENGTH);
    if (found.isPresent() && found.get().complete()) {
      return found.get().entries().stream().map(CachedList.Entry::id).toList();
    }
    reading.hit = false;
    Optional<CachedList.Fill> fill = begin(CacheKeys.following(user), answer);
    List<Long> followees = sources.following(user);
    finish(
        fill,
        followees.stream()
            .limit(FOLLOWING_LENGTH)
            .map(followee -> new CachedList.Entry(followee, 0))
            .toList(),
        followees.size() <= FOLLOWING_LENGTH,
        FOLLOWING_LENGTH);
    return followees;
  }

  private List<Source> authors(Reading reading, List<Long> authors, int wanted) {
    List<Source> found = new ArrayList<>(authors.size());
    List<@Nullable SortedListRangeResponse> answers;
    try {
      answers =
          new ArrayList<>(
              Calls.each(
                  ASKS_IN_FLIGHT, authors, author -> lists.ask(CacheKeys.author(author), wanted)));
    } catch (StatusRuntimeException noCache) {
      reading.hit = false;
      List<PostRef> newest = sources.newest(authors, Page.TOP, config.homeLength());
      return List.of(new Source(newest, newest.size() < config.homeLength()));
    }
    for (int i = 0; i < authors.size(); i++) {
      SortedListRangeResponse answer = answers.get(i);
      Optional<Source> hit = source(answer, wanted);
      if (hit.isPresent()) {
        found.add(hit.get());
      } else {
        reading.hit = false;
        found.add(
            fill(
                    begin(CacheKeys.author(authors.get(i)), answer),
                    List.of(authors.get(i)),
                    AUTHOR_LENGTH)
                .source());
      }
    }
    return found;
  }

  private Page stored(Reading reading, long user, PostRef before, int size) {
    reading.hit = false;
    List<Long> authors = new ArrayList<>(sources.following(user));
    authors.add(user);
    List<PostRef> found = sources.newest(authors, before, size + 1);
    return new Page(found.size() > size ? found.subList(0, size) : found, found.size() > size);
  }

  private List<Post> posts(Reading reading, List<PostRef> references) {
    Map<Long, Post> found;
    List<Long> ids = references.stream().map(PostRef::postId).toList();
    try {
      found = cachedPosts.get(ids);
    } catch (StatusRuntimeException noCache) {
      found = new HashMap<>();
    }
    if (found.size() < ids.size()) {
      reading.hit = false;
      for (Post post : sources.posts(ids.stream().filter(missingFrom(found)).toList())) {
        found.put(Long.parseLong(post.getPostId()), post);
      }
    }
    List<Post> posts = new ArrayList<>(ids.size());
    for (Long id : ids) {
      Post post = found.get(id);
      if (post != null) {
        posts.add(post);
      }
    }
    return posts;
  }

  private static java.util.function.Predicate<Long> missingFrom(Map<Long, Post> found) {
    return id -> !found.containsKey(id);
  }
}
