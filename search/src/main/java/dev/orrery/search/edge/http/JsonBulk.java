package dev.orrery.search.edge.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.orrery.search.core.SearchException;
import dev.orrery.search.core.document.Document;
import dev.orrery.search.core.index.IndexCatalog;
import dev.orrery.search.core.index.ShardedIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One `_bulk`: lines of JSON, an action and, but for `delete`, its document. An item that is
/// refused says so in its place and does not hold up the others; a line that is no action refuses
/// the whole.
///
/// Items run in order. Neighbours of one kind for one index go to disk in one step.
final class JsonBulk {
  /// Documents that go to disk in one step.
  private static final int STEP = 1_000;

  private static final Set<String> ACTIONS = Set.of("index", "create", "delete");

  /// One action.
  private record Item(String action, String index, String id, JsonObject source) {
    boolean deletes() {
      return action.equals("delete");
    }

    boolean joins(Item other) {
      return deletes() == other.deletes() && index.equals(other.index);
    }
  }

  private final IndexCatalog catalog;
  private final String defaultIndex;
  private final JsonArray answers = new JsonArray();
  private final Set<ShardedIndex> changed = new LinkedHashSet<>();
  private boolean errors;

  /// @param defaultIndex of actions that name none; empty when they must
  JsonBulk(IndexCatalog catalog, String defaultIndex) {
    this.catalog = catalog;
    this.defaultIndex = defaultIndex;
  }

  Set<ShardedIndex> changed() {
    return changed;
  }

  JsonObject run(String lines) throws IOException {
    long start = System.nanoTime();
    List<Item> step = new ArrayList<>();
    for (Item item : parse(lines)) {
      if (!step.isEmpty() && (!step.getFirst().joins(item) || step.size() == STEP)) {
        apply(step);
        step.clear();
      }
      step.add(item);
    }
    if (!step.isEmpty()) {
      apply(step);
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("took", (System.nanoTime() - start) / 1_000_000);
    answer.addProperty("errors", errors);
    answer.add("items", answers);
    return answer;
  }

  private List<Item> parse(String lines) {
    List<Item> items = new ArrayList<>();
    Iterator<String> remaining = lines.lines().filter(line -> !line.isBlank()).iterator();
    while (remaining.hasNext()) {
      Map.Entry<String, JsonElement> action =
          JsonBody.only(JsonBody.object(remaining.next()), "action");
      if (!ACTIONS.contains(action.getKey())) {
        throw RestError.argument("Unknown action [" + action.getKey() + "]");
      }
      JsonObject where = JsonBody.object(action.getValue(), action.getKey());
      String index =
          where.has("_index") ? JsonBody.text(where.get("_index"), "_index") : defaultIndex;
      String id = JsonBody.text(where.get("_id"), "_id");
      boolean deletes = action.getKey().equals("delete");
      if (!deletes && !remaining.hasNext()) {
        throw RestError.argument("the document of [" + id + "] is missing");
      }
      JsonObject source = deletes ? new JsonObject() : JsonBody.object(remaining.next());
      items.add(new Item(action.getKey(), index, id, source));
    }
    if (items.isEmpty()) {
      throw RestError.argument("request body is required");
    }
    return items;
  }

  private void apply(List<Item> step) throws IOException {
    Map<Item, JsonObject> refused = new LinkedHashMap<>();
    List<Document> documents = new ArrayList<>();
    try {
      ShardedIndex index = catalog.requireWritable(step.getFirst().index());
      if (step.getFirst().deletes()) {
        index.delete(step.stream().map(Item::id).toList());
      } else {
        for (Item item : step) {
          try {
            Document document =
                JsonDocuments.document(item.id(), item.source(), index.definition().schema());
            index.definition().schema().check(document);
            documents.add(document);
          } catch (RestError error) {
            refused.put(item, failure(error));
          } catch (SearchException.Unfit unfit) {
            refused.put(item, failure(RestError.of(unfit)));
          }
        }
        index.put(documents);
      }
      changed.add(index);
    } catch (SearchException all) {
      step.forEach(item -> refused.put(item, failure(RestError.of(all))));
    }
    step.forEach(item -> answer(item, refused.getOrDefault(item, success(item))));
  }

  private static JsonObject success(Item item) {
    JsonObject answer = new JsonObject();
    answer.addProperty("status", item.deletes() ? 200 : 201);
    answer.addProperty("result", item.deletes() ? "deleted" : "created");
    return answer;
  }

  private JsonObject failure(RestError error) {
    errors = true;
    JsonObject answer = new JsonObject();
    answer.addProperty("status", error.status());
    answer.add("error", error.cause());
    return answer;
  }

  private void answer(Item item, JsonObject outcome) {
    JsonObject told = new JsonObject();
    told.addProperty("_index", item.index());
    told.addProperty("_id", item.id());
    outcome.entrySet().forEach(entry -> told.add(entry.getKey(), entry.getValue()));
    JsonObject answer = new JsonObject();
    answer.add(item.action(), told);
    answers.add(answer);
  }
}
