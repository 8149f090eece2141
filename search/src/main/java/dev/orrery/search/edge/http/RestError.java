package dev.orrery.search.edge.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.orrery.runtime.http.HttpResponse;
import dev.orrery.search.core.SearchException;
import java.io.Serial;

/// An error as Elasticsearch tells it: a type for programs, a reason for people, the status twice.
final class RestError extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int status;
  private final String type;

  private RestError(int status, String type, String reason) {
    super(reason, null, false, false);
    this.status = status;
    this.type = type;
  }

  /// The body is no JSON.
  static RestError notJson(String reason) {
    return new RestError(400, "x_content_parse_exception", reason);
  }

  /// The body is JSON and no query.
  static RestError parsing(String reason) {
    return new RestError(400, "parsing_exception", reason);
  }

  /// A value that cannot be.
  static RestError argument(String reason) {
    return new RestError(400, "illegal_argument_exception", reason);
  }

  static RestError mapping(String reason) {
    return new RestError(400, "mapper_parsing_exception", reason);
  }

  static RestError exists(String index) {
    return new RestError(
        400, "resource_already_exists_exception", "index [" + index + "] already exists");
  }

  static RestError of(SearchException refused) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused) {
      case SearchException.UnknownIndex unknown ->
          new RestError(
              404, "index_not_found_exception", "no such index [" + unknown.index() + "]");
      case SearchException.IndexExists exists -> exists(exists.index());
      case SearchException.IndexIsFed _ -> new RestError(403, "cluster_block_exception", message);
      case SearchException.Invalid invalid when invalid.field().equals("index") ->
          new RestError(400, "invalid_index_name_exception", message);
      case SearchException.Invalid invalid when invalid.field().equals("query") ->
          new RestError(400, "query_shard_exception", message);
      case SearchException.Invalid invalid -> argument("[" + invalid.field() + "] " + message);
      case SearchException.Unfit _ -> new RestError(400, "document_parsing_exception", message);
      case SearchException.TooManyBuckets _ ->
          new RestError(400, "too_many_buckets_exception", message);
      case SearchException.TooBusy _ ->
          new RestError(429, "es_rejected_execution_exception", message);
    };
  }

  int status() {
    return status;
  }

  /// The object below `error`.
  JsonObject cause() {
    JsonObject cause = new JsonObject();
    cause.addProperty("type", type);
    cause.addProperty("reason", String.valueOf(getMessage()));
    return cause;
  }

  HttpResponse response() {
    JsonArray roots = new JsonArray();
    roots.add(cause());
    JsonObject error = new JsonObject();
    error.add("root_cause", roots);
    cause().entrySet().forEach(entry -> error.add(entry.getKey(), entry.getValue()));
    JsonObject body = new JsonObject();
    body.add("error", error);
    body.addProperty("status", status);
    return HttpResponse.of(status).json(body.toString());
  }
}
