package dev.orrery.search.lab.component;

import dev.orrery.search.v1.AggregateRequest;
import dev.orrery.search.v1.Bucket;
import dev.orrery.search.v1.CreateIndexRequest;
import dev.orrery.search.v1.DeleteIndexRequest;
import dev.orrery.search.v1.DeleteRequest;
import dev.orrery.search.v1.Field;
import dev.orrery.search.v1.FieldType;
import dev.orrery.search.v1.FindRequest;
import dev.orrery.search.v1.FindResponse;
import dev.orrery.search.v1.Hit;
import dev.orrery.search.v1.IndexRequest;
import dev.orrery.search.v1.RefreshRequest;
import dev.orrery.search.v1.SearchGrpc;
import dev.orrery.search.v1.SearchGrpc.SearchBlockingStub;
import dev.orrery.testkit.contract.ComponentContract;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// What any engine behind `orrery.search.v1` must do. Each case makes indices of its own and
/// removes them. How scores are made is not asked, only that they order the hits, and that the
/// number of shards does not change them.
public final class SearchContract implements ComponentContract {
  static final String FINDS = "finds, counts and forgets what a plain list does";
  static final String PAGES = "hits come in one order, each once, page after page";
  static final String SHARDS = "ranks are the same with one shard and with three";
  static final String LIMITS = "what is outside the limits is refused";

  private static final long DEADLINE_SECONDS = 10;
  private static final double TOLERANCE = 1e-4;

  @Override
  public String name() {
    return "search";
  }

  @Override
  public int tries() {
    return 15;
  }

  @Override
  public Contract<Channel> contract() {
    return Contract.of(
        Contract.ANY,
        Law.of(FINDS, Post.all(), SearchContract::story, SearchContract::finds),
        Law.of(PAGES, Post.all(), SearchContract::story, SearchContract::pages),
        Law.of(SHARDS, Post.all(), SearchContract::story, SearchContract::sameWithShards),
        Law.of(
            LIMITS,
            BadRequest.all(),
            BadRequest::name,
            (channel, bad) -> bad.check(stub(channel))));
  }

  private static String story(List<Post> posts) {
    return posts.stream().map(Post::story).collect(Collectors.joining("; "));
  }

  static SearchBlockingStub stub(Channel channel) {
    return SearchGrpc.newBlockingStub(channel)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private interface Body {
    void run(SearchBlockingStub search, String index);
  }

  private static void withIndex(Channel channel, int shards, List<Post> posts, Body body) {
    String index = "check-" + UUID.randomUUID();
    stub(channel)
        .createIndex(
            CreateIndexRequest.newBuilder()
                .setIndex(index)
                .setShards(shards)
                .addFields(field("text", FieldType.FIELD_TYPE_TEXT))
                .addFields(field("tag", FieldType.FIELD_TYPE_KEYWORD))
                .addFields(field("number", FieldType.FIELD_TYPE_INTEGER))
                .build());
    try {
      for (Post post : posts) {
        stub(channel)
            .index(IndexRequest.newBuilder().setIndex(index).addDocuments(post.document()).build());
      }
      stub(channel).refresh(RefreshRequest.newBuilder().setIndex(index).build());
      body.run(stub(channel), index);
    } finally {
      stub(channel).deleteIndex(DeleteIndexRequest.newBuilder().setIndex(index).build());
    }
  }

  private static Field.Builder field(String name, FieldType type) {
    return Field.newBuilder().setName(name).setType(type);
  }

  /// The last version of each.
  private static Map<String, Post> last(List<Post> posts) {
    Map<String, Post> last = new LinkedHashMap<>();
    posts.forEach(post -> last.put(post.id(), post));
    return last;
  }

  private static void finds(Channel channel, List<Post> posts) {
    withIndex(
        channel,
        2,
        posts,
        (search, index) -> {
          Map<String, Post> model = last(posts);
          compare(search, index, model);
          String victim = posts.getFirst().id();
          search.delete(DeleteRequest.newBuilder().setIndex(index).addIds(victim).build());
          search.refresh(RefreshRequest.newBuilder().setIndex(index).build());
          model.remove(victim);
          compare(search, index, model);
        });
  }

  private static void compare(SearchBlockingStub search, String index, Map<String, Post> model) {
    for (Question question : Question.all()) {
      Set<String> expected =
          model.values().stream()
              .filter(question.means())
              .map(Post::id)
              .collect(Collectors.toCollection(TreeSet::new));
      FindResponse found =
          search.find(FindRequest.newBuilder().setIndex(index).setQuery(question.query()).build());
      TreeSet<String> ids = new TreeSet<>(found.getHitsList().stream().map(Hit::getId).toList());
      require(ids.equals(expected), question.name() + " found " + ids + ", expected " + expected);
      require(
          found.getTotal() == expected.size(),
          question.name() + " counted " + found.getTotal() + ", expected " + expected.size());
      for (Hit hit : found.getHitsList()) {
        Post post = model.get(hit.getId());
        require(
            post != null && hit.getDocument().equals(post.document()),
            hit.getId() + " came back as " + hit.getDocument());
      }
    }
    Map<String, Long> tags = new TreeMap<>();
    model.values().forEach(post -> tags.merge(post.tag(), 1L, Long::sum));
    Map<String, Long> counted =
        search
            .aggregate(AggregateRequest.newBuilder().setIndex(index).setField("tag").build())
            .getBucketsList()
            .stream()
            .collect(Collectors.toMap(Bucket::getValue, Bucket::getDocuments));
    require(counted.equals(tags), "the tags were counted " + counted + ", expected " + tags);
  }

  private static void pages(Channel channel, List<Post> posts) {
    withIndex(
        channel,
        3,
        posts,
        (search, index) -> {
          FindRequest.Builder request =
              FindRequest.newBuilder()
                  .setIndex(index)
                  .setQuery(Question.match(String.join(" ", Post.WORDS)))
                  .setIdsOnly(true);
          List<Hit> whole = search.find(request.setSize(100).build()).getHitsList();
          require(
              whole.size() == last(posts).size(),
              whole.size() + " of " + last(posts).size() + " hits");
          for (int i = 1; i < whole.size(); i++) {
            require(inOrder(whole.get(i - 1), whole.get(i)), "out of order: " + told(whole));
          }
          List<Hit> paged = new ArrayList<>();
          List<Hit> page;
          do {
            page = search.find(request.setSize(2).build()).getHitsList();
            paged.addAll(page);
            if (!page.isEmpty()) {
              request
                  .getAfterBuilder()
                  .setRank(page.getLast().getRank())
                  .setId(page.getLast().getId());
            }
          } while (page.size() == 2 && paged.size() <= whole.size());
          require(
              told(paged).equals(told(whole)), "pages " + told(paged) + ", whole " + told(whole));
        });
  }

  /// Equal ranks in the order of the ids' bytes.
  private static boolean inOrder(Hit first, Hit second) {
    return first.getRank() > second.getRank()
        || (first.getRank() == second.getRank()
            && java.util.Arrays.compareUnsigned(
                    first.getIdBytes().toByteArray(), second.getIdBytes().toByteArray())
                < 0);
  }

  private static String told(List<Hit> hits) {
    return hits.stream()
        .map(hit -> hit.getId() + ":" + hit.getRank())
        .collect(Collectors.joining(" "));
  }

  /// Each document once: what was replaced may still count in the statistics of its shard.
  private static void sameWithShards(Channel channel, List<Post> posts) {
    List<Post> once = List.copyOf(last(posts).values());
    Map<String, Double> one = new HashMap<>();
    FindRequest.Builder request =
        FindRequest.newBuilder().setQuery(Question.match("apple berry cherry")).setIdsOnly(true);
    withIndex(
        channel,
        1,
        once,
        (search, index) ->
            search
                .find(request.setIndex(index).build())
                .getHitsList()
                .forEach(hit -> one.put(hit.getId(), hit.getRank())));
    withIndex(
        channel,
        3,
        once,
        (search, index) -> {
          for (Hit hit : search.find(request.setIndex(index).build()).getHitsList()) {
            double expected = one.getOrDefault(hit.getId(), Double.NaN);
            require(
                Math.abs(hit.getRank() - expected) <= TOLERANCE,
                hit.getId()
                    + " ranks "
                    + hit.getRank()
                    + " with three shards, "
                    + expected
                    + " with one");
          }
        });
  }

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
