package dev.orrery.search.edge.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.orrery.search.core.document.FieldDefinition;
import dev.orrery.search.core.document.FieldType;
import dev.orrery.search.core.document.Schema;
import dev.orrery.search.core.index.Facets;
import dev.orrery.search.core.index.Order;
import dev.orrery.search.core.index.SearchRequest;
import dev.orrery.search.core.index.SearchResult;
import dev.orrery.search.core.index.ShardedIndex;
import dev.orrery.search.core.query.Query;
import dev.orrery.search.core.ranking.Hit;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One `_search`: the request read, run, and its answer written. Every hit brings its `sort`, the
/// two values that `search_after` goes on from.
final class JsonSearch {
  private static final Set<String> KNOWN =
      Set.of(
          "query",
          "from",
          "size",
          "sort",
          "search_after",
          "highlight",
          "aggs",
          "aggregations",
          "_source",
          "track_total_hits");
  private static final int DEFAULT_SIZE = 10;
  private static final int MAXIMUM_BUCKETS = 1_000;
  private static final int MAXIMUM_AGGREGATIONS = 16;

  private final ShardedIndex index;
  private final Schema schema;
  private final JsonObject body;
  private final Query query;
  private final Order order;

  JsonSearch(ShardedIndex index, JsonObject body) {
    this.index = index;
    this.schema = index.definition().schema();
    this.body = body;
    for (String key : body.keySet()) {
      if (!KNOWN.contains(key)) {
        throw RestError.parsing("Unknown key [" + key + "] in a search");
      }
    }
    this.query =
        body.has("query") ? new JsonQueries(schema).query(body.get("query")) : new Query.MatchAll();
    this.order = body.has("sort") ? order(body.get("sort")) : Order.BY_SCORE;
  }

  Query query() {
    return query;
  }

  /// `"field"`, `{"field": "desc"}`, `{"field": {"order": "desc"}}`, or a list with one of these
  /// first; what follows it can only be the id, which breaks ties anyway.
  private Order order(JsonElement sort) {
    if (sort instanceof JsonArray several) {
      for (int i = 1; i < several.size(); i++) {
        if (!order(several.get(i)).field().equals("_id")) {
          throw RestError.argument("only [_id] may follow the first sort");
        }
      }
      return several.isEmpty() ? Order.BY_SCORE : order(several.get(0));
    }
    if (sort instanceof JsonPrimitive field) {
      return order(field.getAsString(), "asc");
    }
    Map.Entry<String, JsonElement> entry = JsonBody.only(sort, "sort");
    JsonElement direction = entry.getValue();
    if (direction.isJsonObject()) {
      direction = direction.getAsJsonObject().get("order");
    }
    return order(entry.getKey(), JsonBody.text(direction, "sort.order"));
  }

  private static Order order(String field, String direction) {
    if (!direction.equals("asc") && !direction.equals("desc")) {
      throw RestError.argument("a sort order is asc or desc, not [" + direction + "]");
    }
    return field.equals("_score") ? Order.BY_SCORE : new Order(field, direction.equals("asc"));
  }

  JsonObject run() throws IOException {
    int size = body.has("size") ? JsonBody.number(body.get("size"), "size") : DEFAULT_SIZE;
    int from = body.has("from") ? JsonBody.number(body.get("from"), "from") : 0;
    boolean withSource =
        !body.has("_source") || !body.get("_source").equals(new JsonPrimitive(false));
    long start = System.nanoTime();
    SearchResult result =
        index.search(
            new SearchRequest(query, from, size, after(), order, highlight(), !withSource));
    JsonObject aggregations = aggregations();
    JsonObject answer = new JsonObject();
    answer.addProperty("took", (System.nanoTime() - start) / 1_000_000);
    answer.addProperty("timed_out", false);
    answer.add("_shards", shards(index));
    answer.add("hits", hits(result, withSource));
    if (!aggregations.isEmpty()) {
      answer.add("aggregations", aggregations);
    }
    return answer;
  }

  static JsonObject shards(ShardedIndex index) {
    JsonObject shards = new JsonObject();
    shards.addProperty("total", index.definition().shards());
    shards.addProperty("successful", index.definition().shards());
    shards.addProperty("skipped", 0);
    shards.addProperty("failed", 0);
    return shards;
  }

  private Optional<Hit> after() {
    if (!body.has("search_after")) {
      return Optional.empty();
    }
    if (!(body.get("search_after") instanceof JsonArray place) || place.size() != 2) {
      throw RestError.argument("[search_after] has two values: those of [sort] in a hit");
    }
    double rank;
    try {
      rank =
          place.get(0).isJsonNull()
              ? Double.NEGATIVE_INFINITY
              : place.get(0).getAsDouble() * (order.ascending() ? -1 : 1);
    } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException wrong) {
      throw RestError.argument("[search_after] begins with a number");
    }
    return Optional.of(new Hit(JsonBody.text(place.get(1), "search_after"), rank));
  }

  private List<String> highlight() {
    if (!body.has("highlight")) {
      return List.of();
    }
    JsonObject highlight = JsonBody.object(body.get("highlight"), "highlight");
    if (!highlight.has("fields")) {
      throw RestError.parsing("[highlight] requires [fields]");
    }
    return List.copyOf(JsonBody.object(highlight.get("fields"), "fields").keySet());
  }

  private JsonObject hits(SearchResult result, boolean withSource) {
    JsonArray hits = new JsonArray();
    for (SearchResult.Entry entry : result.hits()) {
      hits.add(hit(entry, withSource));
    }
    JsonObject total = new JsonObject();
    total.addProperty("value", result.total());
    total.addProperty("relation", "eq");
    JsonObject answer = new JsonObject();
    answer.add("total", total);
    answer.add(
        "max_score",
        order.byScore() && !result.hits().isEmpty()
            ? new JsonPrimitive(result.hits().getFirst().hit().rank())
            : JsonNull.INSTANCE);
    answer.add("hits", hits);
    return answer;
  }

  private JsonObject hit(SearchResult.Entry entry, boolean withSource) {
    Hit hit = entry.hit();
    JsonObject answer = new JsonObject();
    answer.addProperty("_index", index.definition().name());
    answer.addProperty("_id", hit.id());
    answer.add("_score", order.byScore() ? new JsonPrimitive(hit.rank()) : JsonNull.INSTANCE);
    if (withSource) {
      answer.add("_source", JsonDocuments.source(entry.found().document(), schema));
    }
    if (!entry.found().highlights().isEmpty()) {
      JsonObject highlights = new JsonObject();
      entry
          .found()
          .highlights()
          .forEach((field, passages) -> {
            JsonArray texts = new JsonArray();
            passages.forEach(texts::add);
            highlights.add(field, texts);
          });
      answer.add("highlight", highlights);
    }
    JsonArray sort = new JsonArray();
    sort.add(sortValue(hit));
    sort.add(hit.id());
    answer.add("sort", sort);
    return answer;
  }

  private JsonElement sortValue(Hit hit) {
    if (order.byScore()) {
      return new JsonPrimitive(hit.rank());
    }
    return hit.rank() == Double.NEGATIVE_INFINITY
        ? JsonNull.INSTANCE
        : new JsonPrimitive((long) (order.ascending() ? -hit.rank() : hit.rank()));
  }

  /// `{"NAME": {"terms": {"field": …, "size": …}}}`
  private JsonObject aggregations() throws IOException {
    JsonObject answer = new JsonObject();
    JsonElement wanted = body.has("aggs") ? body.get("aggs") : body.get("aggregations");
    if (wanted == null) {
      return answer;
    }
    JsonObject named = JsonBody.object(wanted, "aggs");
    if (named.size() > MAXIMUM_AGGREGATIONS) {
      throw RestError.argument("at most " + MAXIMUM_AGGREGATIONS + " aggregations a search");
    }
    for (Map.Entry<String, JsonElement> aggregation : named.entrySet()) {
      Map.Entry<String, JsonElement> kind =
          JsonBody.only(aggregation.getValue(), aggregation.getKey());
      if (!kind.getKey().equals("terms")) {
        throw RestError.parsing("Unknown aggregation type [" + kind.getKey() + "]");
      }
      answer.add(aggregation.getKey(), terms(JsonBody.object(kind.getValue(), "terms")));
    }
    return answer;
  }

  private JsonObject terms(JsonObject terms) throws IOException {
    int size = terms.has("size") ? JsonBody.number(terms.get("size"), "size") : DEFAULT_SIZE;
    if (size < 1 || size > MAXIMUM_BUCKETS) {
      throw RestError.argument("[size] of terms is 1 to " + MAXIMUM_BUCKETS + ", not " + size);
    }
    FieldDefinition field =
        schema.require(
            "field",
            JsonBody.text(terms.get("field"), "field"),
            "a keyword field",
            FieldType::isKeyword);
    Facets facets = index.facets(query, field.name(), size);
    JsonArray buckets = new JsonArray();
    long shown = 0;
    for (Facets.Bucket bucket : facets.buckets()) {
      JsonObject one = new JsonObject();
      one.addProperty("key", bucket.value());
      one.addProperty("doc_count", bucket.documents());
      buckets.add(one);
      shown += bucket.documents();
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("doc_count_error_upper_bound", 0);
    answer.addProperty("sum_other_doc_count", facets.counted() - shown);
    answer.add("buckets", buckets);
    return answer;
  }
}
