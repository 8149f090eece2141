package dev.orrery.search.edge.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.orrery.runtime.http.HttpHandler;
import dev.orrery.runtime.http.HttpRequest;
import dev.orrery.runtime.http.HttpResponse;
import dev.orrery.runtime.http.HttpServer;
import dev.orrery.search.core.SearchException;
import dev.orrery.search.core.document.Document;
import dev.orrery.search.core.index.IndexCatalog;
import dev.orrery.search.core.index.IndexDefinition;
import dev.orrery.search.core.index.SearchRequest;
import dev.orrery.search.core.index.ShardedIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The paths that are served, each a few lines on the index it names.
public final class RestRoutes {
  /// Of a body.
  static final int MAXIMUM_BYTES = 8 << 20;

  private static final Set<String> PARAMETERS =
      Set.of("size", "from", "refresh", "pretty", "track_total_hits");

  private final IndexCatalog catalog;
  private final int defaultShards;

  public RestRoutes(IndexCatalog catalog, int defaultShards) {
    this.catalog = catalog;
    this.defaultShards = defaultShards;
  }

  public void addTo(HttpServer.Builder server) {
    server
        .route("PUT", "/{index}", answering(this::create))
        .route("DELETE", "/{index}", answering(this::deleteIndex))
        .route("PUT", "/{index}/_doc/{id}", answering(this::put))
        .route("POST", "/{index}/_doc/{id}", answering(this::put))
        .route("GET", "/{index}/_doc/{id}", answering(this::get))
        .route("DELETE", "/{index}/_doc/{id}", answering(this::delete))
        .route("POST", "/_bulk", answering(request -> bulk(request, "")))
        .route(
            "POST",
            "/{index}/_bulk",
            answering(request -> bulk(request, request.pathParameter("index"))))
        .route("GET", "/{index}/_search", answering(this::search))
        .route("POST", "/{index}/_search", answering(this::search))
        .route("GET", "/{index}/_count", answering(this::count))
        .route("POST", "/{index}/_count", answering(this::count))
        .route("POST", "/{index}/_refresh", answering(this::refresh))
        .fallback(
            answering(request -> {
              throw RestError.argument(
                  "no handler found for uri ["
                      + request.rawPath()
                      + "] and method ["
                      + request.method()
                      + "]");
            }));
  }

  private static HttpHandler answering(HttpHandler handler) {
    return request -> {
      try {
        for (String name : request.queries().keySet()) {
          if (!PARAMETERS.contains(name)) {
            throw RestError.argument(
                "request [" + request.path() + "] contains unrecognized parameter: [" + name + "]");
          }
        }
        return handler.handle(request);
      } catch (SearchException refused) {
        return RestError.of(refused).response();
      } catch (RestError error) {
        return error.response();
      }
    };
  }

  private static String text(HttpRequest request) throws IOException {
    return new String(request.body(MAXIMUM_BYTES), StandardCharsets.UTF_8);
  }

  private static JsonObject body(HttpRequest request) throws IOException {
    String text = text(request);
    return text.isBlank() ? new JsonObject() : JsonBody.object(text);
  }

  private HttpResponse create(HttpRequest request) throws IOException {
    String name = request.pathParameter("index");
    JsonObject body = body(request);
    int shards = defaultShards;
    if (body.has("settings")) {
      JsonObject settings = JsonBody.object(body.get("settings"), "settings");
      JsonElement wanted =
          settings.has("index")
              ? JsonBody.object(settings.get("index"), "index").get("number_of_shards")
              : settings.get("number_of_shards");
      shards = wanted == null ? shards : JsonBody.number(wanted, "number_of_shards");
    }
    IndexDefinition definition = new IndexDefinition(name, JsonDocuments.schema(body), shards);
    if (catalog.all().stream().anyMatch(index -> index.definition().name().equals(name))) {
      throw RestError.exists(name);
    }
    catalog.create(definition);
    JsonObject answer = acknowledged();
    answer.addProperty("shards_acknowledged", true);
    answer.addProperty("index", name);
    return HttpResponse.of(200).json(answer.toString());
  }

  private HttpResponse deleteIndex(HttpRequest request) throws IOException {
    catalog.delete(request.pathParameter("index"));
    return HttpResponse.of(200).json(acknowledged().toString());
  }

  private static JsonObject acknowledged() {
    JsonObject answer = new JsonObject();
    answer.addProperty("acknowledged", true);
    return answer;
  }

  private HttpResponse put(HttpRequest request) throws IOException {
    ShardedIndex index = catalog.requireWritable(request.pathParameter("index"));
    String id = request.pathParameter("id");
    Document document =
        JsonDocuments.document(id, JsonBody.object(text(request)), index.definition().schema());
    index.put(List.of(document));
    refreshIfAsked(request, index);
    return HttpResponse.of(201).json(done(index, id, "created").toString());
  }

  private static void refreshIfAsked(HttpRequest request, ShardedIndex index) throws IOException {
    if (!request.query("refresh").orElse("false").equals("false")) {
      index.refresh();
    }
  }

  private static JsonObject done(ShardedIndex index, String id, String result) {
    JsonObject answer = new JsonObject();
    answer.addProperty("_index", index.definition().name());
    answer.addProperty("_id", id);
    answer.addProperty("result", result);
    return answer;
  }

  private HttpResponse get(HttpRequest request) throws IOException {
    ShardedIndex index = catalog.require(request.pathParameter("index"));
    String id = request.pathParameter("id");
    Optional<Document> document = index.get(id);
    JsonObject answer = new JsonObject();
    answer.addProperty("_index", index.definition().name());
    answer.addProperty("_id", id);
    answer.addProperty("found", document.isPresent());
    document.ifPresent(
        found -> answer.add("_source", JsonDocuments.source(found, index.definition().schema())));
    return HttpResponse.of(document.isPresent() ? 200 : 404).json(answer.toString());
  }

  private HttpResponse delete(HttpRequest request) throws IOException {
    ShardedIndex index = catalog.requireWritable(request.pathParameter("index"));
    String id = request.pathParameter("id");
    index.delete(List.of(id));
    refreshIfAsked(request, index);
    return HttpResponse.of(200).json(done(index, id, "deleted").toString());
  }

  private HttpResponse bulk(HttpRequest request, String index) throws IOException {
    JsonBulk bulk = new JsonBulk(catalog, index);
    JsonObject answer = bulk.run(text(request));
    for (ShardedIndex changed : bulk.changed()) {
      refreshIfAsked(request, changed);
    }
    return HttpResponse.of(200).json(answer.toString());
  }

  private HttpResponse search(HttpRequest request) throws IOException {
    ShardedIndex index = catalog.require(request.pathParameter("index"));
    JsonObject body = body(request);
    for (String name : List.of("size", "from")) {
      request.query(name).ifPresent(value -> body.addProperty(name, value));
    }
    return HttpResponse.of(200).json(new JsonSearch(index, body).run().toString());
  }

  private HttpResponse count(HttpRequest request) throws IOException {
    ShardedIndex index = catalog.require(request.pathParameter("index"));
    JsonObject body = body(request);
    if (!Set.of("query").containsAll(body.keySet())) {
      throw RestError.parsing("a count takes nothing but [query]");
    }
    long count = index.search(SearchRequest.first(0, new JsonSearch(index, body).query())).total();
    JsonObject answer = new JsonObject();
    answer.addProperty("count", count);
    answer.add("_shards", JsonSearch.shards(index));
    return HttpResponse.of(200).json(answer.toString());
  }

  private HttpResponse refresh(HttpRequest request) throws IOException {
    ShardedIndex index = catalog.require(request.pathParameter("index"));
    index.refresh();
    JsonObject answer = new JsonObject();
    answer.add("_shards", JsonSearch.shards(index));
    return HttpResponse.of(200).json(answer.toString());
  }
}
