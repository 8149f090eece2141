package dev.orrery.search;

import static dev.orrery.search.SearchFixture.ids;
import static dev.orrery.search.SearchFixture.match;
import static dev.orrery.search.SearchFixture.post;
import static dev.orrery.search.SearchFixture.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.search.v1.AggregateRequest;
import dev.orrery.search.v1.AggregateResponse;
import dev.orrery.search.v1.Bucket;
import dev.orrery.search.v1.CreateIndexRequest;
import dev.orrery.search.v1.DeleteRequest;
import dev.orrery.search.v1.Document;
import dev.orrery.search.v1.FieldType;
import dev.orrery.search.v1.FindRequest;
import dev.orrery.search.v1.FindResponse;
import dev.orrery.search.v1.Hit;
import dev.orrery.search.v1.Query;
import dev.orrery.search.v1.Sort;
import dev.orrery.search.v1.StatsRequest;
import dev.orrery.search.v1.StatsResponse;
import dev.orrery.search.v1.SuggestRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchServerTest {
  private static final String POSTS = "posts";

  @TempDir private Path folder;
  private SearchFixture engine;

  @BeforeEach
  void start() throws Exception {
    engine = new SearchFixture(folder);
    engine.createPosts(POSTS, 2);
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
  }

  private void writeSome() {
    engine.write(
        POSTS,
        post("1", "Waves carry energy <fast>. Nothing else here.", "ada", 100, "Physics"),
        post("2", "The wave broke over the boat", "bob", 200, "Sea", "Boats"),
        post("3", "A boat on a quiet lake", "ada", 300, "boats"),
        post("4", "Lakes freeze in winter", "cyd", 400));
  }

  @Test
  void findsWordsInTheirStems() {
    writeSome();
    assertThat(engine.ids(POSTS, match("wave"))).containsExactlyInAnyOrder("1", "2");
    assertThat(engine.ids(POSTS, match("boats lake"))).containsExactlyInAnyOrder("2", "3", "4");
    assertThat(engine.ids(POSTS, match("boats lake")).getFirst()).isEqualTo("3");
    assertThat(engine.ids(POSTS, match("the"))).as("stop words mean nothing").isEmpty();
  }

  @Test
  void asksInEveryWay() {
    writeSome();
    Query phrase =
        Query.newBuilder()
            .setPhrase(Query.Phrase.newBuilder().setField("text").setText("quiet lake"))
            .build();
    assertThat(engine.ids(POSTS, phrase)).containsExactly("3");
    Query prefix =
        Query.newBuilder()
            .setPrefix(Query.Prefix.newBuilder().setField("text").setValue("WIN"))
            .build();
    assertThat(engine.ids(POSTS, prefix)).containsExactly("4");
    Query fuzzy =
        Query.newBuilder()
            .setFuzzy(Query.Fuzzy.newBuilder().setField("text").setValue("waev"))
            .build();
    assertThat(engine.ids(POSTS, fuzzy)).containsExactlyInAnyOrder("1", "2");
    Query range =
        Query.newBuilder()
            .setRange(Query.Range.newBuilder().setField("created").setFrom(200).setTo(300))
            .build();
    assertThat(engine.ids(POSTS, range)).containsExactly("2", "3");
    Query bool =
        Query.newBuilder()
            .setBoolean(
                Query.Boolean.newBuilder()
                    .addMust(match("boat"))
                    .addFilter(term("hashtag", "BOATS"))
                    .addMustNot(term("author", "bob")))
            .build();
    assertThat(engine.ids(POSTS, bool)).containsExactly("3");
    assertThat(
            engine.ids(POSTS, Query.newBuilder().setMatchAll(Query.MatchAll.newBuilder()).build()))
        .as("equal ranks by id")
        .containsExactly("1", "2", "3", "4");
  }

  @Test
  void marksWhatMatchedAndEscapesTheRest() {
    writeSome();
    FindResponse found =
        engine.search.find(
            FindRequest.newBuilder()
                .setIndex(POSTS)
                .setQuery(match("energy"))
                .addHighlight("text")
                .build());
    assertThat(found.getHits(0).getHighlightsOrThrow("text").getPassagesList())
        .containsExactly("Waves carry <em>energy</em> &lt;fast&gt;. ");
    assertThat(found.getHits(0).getDocument().getFieldsOrThrow("author").getValues(0).getText())
        .isEqualTo("ada");
  }

  @Test
  void countsExactlyAndSuggests() {
    writeSome();
    AggregateResponse tags =
        engine.search.aggregate(
            AggregateRequest.newBuilder().setIndex(POSTS).setField("hashtag").setSize(1).build());
    assertThat(tags.getBucketsList()).containsExactly(bucket("boats", 2));
    assertThat(tags.getDistinct()).isEqualTo(3);
    assertThat(tags.getTotal()).isEqualTo(4);
    engine.search.delete(DeleteRequest.newBuilder().setIndex(POSTS).addIds("2").build());
    engine.refresh(POSTS);
    SuggestRequest.Builder suggest =
        SuggestRequest.newBuilder().setIndex(POSTS).setField("hashtag");
    assertThat(engine.search.suggest(suggest.setPrefix("B").build()).getSuggestionsList())
        .containsExactly(bucket("boats", 1));
    assertThat(engine.search.suggest(suggest.setPrefix("sea").build()).getSuggestionsList())
        .as("only in a deleted document")
        .isEmpty();
  }

  private static Bucket bucket(String value, long documents) {
    return Bucket.newBuilder().setValue(value).setDocuments(documents).build();
  }

  @Test
  void replacesById() {
    writeSome();
    engine.write(POSTS, post("1", "nothing about it", "ada", 500));
    assertThat(engine.ids(POSTS, match("energy"))).isEmpty();
    StatsResponse stats = engine.search.stats(StatsRequest.newBuilder().setIndex(POSTS).build());
    assertThat(stats.getShardsCount()).isEqualTo(2);
    assertThat(stats.getShardsList().stream().mapToLong(StatsResponse.Shard::getDocuments).sum())
        .isEqualTo(4);
  }

  @Test
  void pagesThroughEqualRanksWithoutLossOrRepetition() {
    Random random = new Random(1);
    Document[] posts = new Document[60];
    for (int i = 0; i < posts.length; i++) {
      posts[i] = post("p" + random.nextInt(1_000_000), "same words", "a", random.nextInt(5));
    }
    engine.write(POSTS, posts);
    FindRequest.Builder byScore =
        FindRequest.newBuilder().setIndex(POSTS).setQuery(match("words")).setIdsOnly(true);
    inOrderOnce(engine.pages(byScore, 7));
    inOrderOnce(
        engine.pages(
            FindRequest.newBuilder().setIndex(POSTS).setSort(Sort.newBuilder().setField("created")),
            7));
    inOrderOnce(
        engine.pages(
            FindRequest.newBuilder()
                .setIndex(POSTS)
                .setSort(Sort.newBuilder().setField("created").setAscending(true)),
            7));
    FindRequest.Builder second = byScore.clearAfter().setSize(10);
    List<String> all = ids(engine.search.find(second.setSize(20).build()));
    assertThat(ids(engine.search.find(second.setFrom(10).setSize(10).build())))
        .isEqualTo(all.subList(10, 20));
  }

  private static void inOrderOnce(List<Hit> hits) {
    assertThat(hits).hasSize(60);
    assertThat(new HashSet<>(hits.stream().map(Hit::getId).toList())).hasSize(60);
    for (int i = 1; i < hits.size(); i++) {
      Hit before = hits.get(i - 1);
      Hit after = hits.get(i);
      assertThat(
              before.getRank() > after.getRank()
                  || (before.getRank() == after.getRank()
                      && before.getId().compareTo(after.getId()) < 0))
          .isTrue();
    }
  }

  @Test
  void scoresAreThoseOfOneShardHoweverManyThereAre() {
    engine.createPosts("one", 1);
    engine.createPosts("five", 5);
    String[] words = {"wave", "boat", "lake", "energy", "winter", "moon", "star"};
    Random random = new Random(7);
    Document[] documents = new Document[80];
    for (int i = 0; i < documents.length; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = random.nextInt(8); word >= 0; word--) {
        text.append(words[Math.min(random.nextInt(7), random.nextInt(7))]).append(' ');
      }
      documents[i] = post("d" + i, text.toString(), "a", i);
    }
    engine.write("one", documents);
    engine.write("five", documents);
    Query fuzzy =
        Query.newBuilder()
            .setFuzzy(Query.Fuzzy.newBuilder().setField("text").setValue("stars").setMaxEdits(2))
            .build();
    Query phrase =
        Query.newBuilder()
            .setPhrase(Query.Phrase.newBuilder().setField("text").setText("lake wave").setSlop(2))
            .build();
    for (Query query : List.of(match("moon star wave"), match("winter"), fuzzy, phrase)) {
      List<Hit> expected = engine.find("one", query).getHitsList();
      List<Hit> found = engine.find("five", query).getHitsList();
      assertThat(expected).isNotEmpty();
      assertThat(found.stream().map(Hit::getId))
          .isEqualTo(expected.stream().map(Hit::getId).toList());
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).getRank())
            .as("%s", query)
            .isCloseTo(expected.get(i).getRank(), within(1e-6));
      }
    }
  }

  @Test
  void keepsWhatItAcknowledgedThroughACrash() throws Exception {
    writeSome();
    engine.search.delete(DeleteRequest.newBuilder().setIndex(POSTS).addIds("4").build());
    engine.channel.shutdownNow();
    engine.server.kill();
    engine.context.close();
    engine = new SearchFixture(folder);
    assertThat(engine.ids(POSTS, match("boat"))).containsExactlyInAnyOrder("2", "3");
    assertThat(engine.ids(POSTS, match("winter"))).isEmpty();
  }

  private void refused(Status.Code code, String reason, Runnable call) {
    StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, call::run);
    assertThat(refusal.getStatus().getCode()).isEqualTo(code);
    assertThat(RpcException.reasonOf(refusal)).contains(reason);
  }

  private void invalid(FindRequest.Builder request) {
    refused(
        Status.Code.INVALID_ARGUMENT,
        "INVALID_FIELD",
        () -> engine.search.find(request.setIndex(POSTS).build()));
  }

  @Test
  void refusesInTheContractsTerms() {
    refused(Status.Code.NOT_FOUND, "INDEX_NOT_FOUND", () -> engine.find("none", match("x")));
    refused(
        Status.Code.ALREADY_EXISTS,
        "INDEX_ALREADY_EXISTS",
        () ->
            engine.search.createIndex(
                CreateIndexRequest.newBuilder().setIndex(POSTS).setShards(3).build()));
    refused(
        Status.Code.INVALID_ARGUMENT,
        "INVALID_FIELD",
        () -> engine.search.createIndex(CreateIndexRequest.newBuilder().setIndex("../up").build()));
    refused(
        Status.Code.INVALID_ARGUMENT,
        "INVALID_FIELD",
        () ->
            engine.search.createIndex(
                CreateIndexRequest.newBuilder()
                    .setIndex("x")
                    .addFields(
                        SearchFixture.field("t", FieldType.FIELD_TYPE_TEXT).setAnalyzer("klingon"))
                    .build()));
    refused(
        Status.Code.INVALID_ARGUMENT,
        "INVALID_FIELD",
        () -> engine.write(POSTS, post("", "no id", "a", 1)));
    invalid(FindRequest.newBuilder().setQuery(Query.getDefaultInstance()));
    invalid(FindRequest.newBuilder().setQuery(term("nowhere", "x")));
    invalid(FindRequest.newBuilder().setFrom(9_999).setSize(2));
    invalid(FindRequest.newBuilder().setSort(Sort.newBuilder().setField("text")));
    invalid(FindRequest.newBuilder().addHighlight("author"));
    Query deep = match("x");
    for (int i = 0; i < 20; i++) {
      deep = Query.newBuilder().setBoolean(Query.Boolean.newBuilder().addMust(deep)).build();
    }
    invalid(FindRequest.newBuilder().setQuery(deep));
    assertThat(engine.server.health()).isEqualTo(Health.healthy());
  }
}
