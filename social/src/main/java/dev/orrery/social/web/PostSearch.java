package dev.orrery.social.web;

import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.search.v1.AggregateRequest;
import dev.orrery.search.v1.Bucket;
import dev.orrery.search.v1.Document;
import dev.orrery.search.v1.FindRequest;
import dev.orrery.search.v1.FindResponse;
import dev.orrery.search.v1.Hit;
import dev.orrery.search.v1.Query;
import dev.orrery.search.v1.SearchGrpc;
import dev.orrery.search.v1.Sort;
import dev.orrery.search.v1.Value;
import dev.orrery.search.v1.Values;
import dev.orrery.social.posts.v1.Post;
import dev.orrery.social.service.Calls;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// What the search page asks of the search engine, whose index `posts` follows the log: a post is
/// found a moment after it was written. The page can do without it; nothing else asks it.
final class PostSearch {
  static final int MAXIMUM_QUERY = 200;
  private static final String INDEX = "posts";
  private static final String HASHTAG = "hashtag";
  private static final String CREATED = "created";
  private static final int PAGE = 50;
  private static final int TRENDS = 10;
  private static final Duration TRENDING_WINDOW = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ComponentContext context;
  private final Channel search;

  PostSearch(ComponentContext context) {
    this.context = context;
    this.search = context.channels().channel(Calls.target("search"));
  }

  /// @param posts the best first, or the newest first for a hashtag; at most [#PAGE]
  /// @param total how many there are
  record Found(List<Post> posts, long total) {}

  /// `#tag` finds the posts with that hashtag, anything else those that have all of the words.
  ///
  /// @throws StatusRuntimeException when the engine is away
  Found find(String text) {
    FindRequest.Builder request = FindRequest.newBuilder().setIndex(INDEX).setSize(PAGE);
    if (text.startsWith("#")) {
      String tag = text.substring(1).toLowerCase(Locale.ROOT);
      request
          .setQuery(
              Query.newBuilder()
                  .setTerm(
                      Query.Term.newBuilder()
                          .setField(HASHTAG)
                          .setValue(Value.newBuilder().setText(tag))))
          .setSort(Sort.newBuilder().setField(CREATED));
    } else {
      request.setQuery(
          Query.newBuilder()
              .setMatch(Query.Match.newBuilder().setField("text").setText(text).setAll(true)));
    }
    FindResponse found = stub().find(request.build());
    return new Found(found.getHitsList().stream().map(PostSearch::post).toList(), found.getTotal());
  }

  /// The hashtags of the last day that stand in the most posts.
  ///
  /// @throws StatusRuntimeException when the engine is away
  List<Bucket> trending() {
    long since = context.time().wallMillis() - TRENDING_WINDOW.toMillis();
    return stub()
        .aggregate(
            AggregateRequest.newBuilder()
                .setIndex(INDEX)
                .setField(HASHTAG)
                .setSize(TRENDS)
                .setQuery(
                    Query.newBuilder()
                        .setRange(Query.Range.newBuilder().setField(CREATED).setFrom(since)))
                .build())
        .getBucketsList();
  }

  private SearchGrpc.SearchBlockingStub stub() {
    return SearchGrpc.newBlockingStub(search)
        .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Post post(Hit hit) {
    Document document = hit.getDocument();
    return Post.newBuilder()
        .setPostId(hit.getId())
        .setAuthorId(first(document, "author").getText())
        .setText(first(document, "text").getText())
        .setCreatedMillis(first(document, CREATED).getInteger())
        .build();
  }

  private static Value first(Document document, String field) {
    Values values = document.getFieldsOrDefault(field, Values.getDefaultInstance());
    return values.getValuesCount() == 0 ? Value.getDefaultInstance() : values.getValues(0);
  }
}
