package dev.orrery.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestTest {
  private static final String MAPPING =
      """
      {"settings": {"number_of_shards": 2},
       "mappings": {"properties": {
         "text": {"type": "text", "analyzer": "english"},
         "tag": {"type": "keyword", "normalizer": "lowercase"},
         "day": {"type": "date"}, "likes": {"type": "long"}}}}
      """;

  private record Answer(int status, JsonObject body) {
    String errorType() {
      return body.getAsJsonObject("error").get("type").getAsString();
    }

    List<String> ids() {
      List<String> ids = new ArrayList<>();
      hits().forEach(hit -> ids.add(hit.getAsJsonObject().get("_id").getAsString()));
      return ids;
    }

    JsonArray hits() {
      return body.getAsJsonObject("hits").getAsJsonArray("hits");
    }
  }

  @TempDir private Path folder;
  private SearchFixture engine;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    engine = new SearchFixture(folder);
    assertThat(call("PUT", "/posts", MAPPING).status()).isEqualTo(200);
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
  }

  private Answer call(String method, String path, String body) throws Exception {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + engine.httpPort() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    return new Answer(
        response.statusCode(), JsonParser.parseString(response.body()).getAsJsonObject());
  }

  private void writeSome() throws Exception {
    Answer bulk =
        call(
            "POST",
            "/posts/_bulk?refresh=true",
            """
            {"index": {"_id": "1"}}
            {"text": "Waves carry energy", "tag": ["Physics", "sea"], "day": "2026-11-24", "likes": 3}
            {"index": {"_index": "posts", "_id": "2"}}
            {"text": "A quiet boat", "tag": "Sea", "day": "2026-11-23T10:00:00Z", "likes": 5}
            {"index": {"_id": "3"}}
            {"text": "wrong", "likes": "many"}
            """);
    assertThat(bulk.body().get("errors").getAsBoolean()).isTrue();
    assertThat(
            bulk.body().getAsJsonArray("items").get(2).getAsJsonObject().getAsJsonObject("index"))
        .extracting(item -> item.get("status").getAsInt())
        .isEqualTo(400);
  }

  private Answer search(String body) throws Exception {
    return call("POST", "/posts/_search", body);
  }

  @Test
  void speaksTheQueryLanguage() throws Exception {
    writeSome();
    assertThat(search("{\"query\": {\"match\": {\"text\": \"wave\"}}}").ids()).containsExactly("1");
    assertThat(
            search(
                    """
                    {"query": {"bool": {
                      "should": [{"prefix": {"text": "boa"}}, {"fuzzy": {"text": {"value": "enregy"}}}],
                      "filter": [{"term": {"tag": "SEA"}}, {"range": {"day": {"gte": "2026-11-24"}}}],
                      "must_not": {"match_phrase": {"text": "quiet boat"}}}}}
                    """)
                .ids())
        .containsExactly("1");
    assertThat(search("{\"query\": {\"range\": {\"likes\": {\"gt\": 3}}}}").ids())
        .containsExactly("2");
    assertThat(call("GET", "/posts/_count", "").body().get("count").getAsInt()).isEqualTo(2);
  }

  @Test
  void answersWithSourceHighlightsFacetsAndPlaces() throws Exception {
    writeSome();
    Answer first =
        search(
            """
            {"size": 1, "sort": [{"likes": "desc"}, {"_id": "asc"}],
             "query": {"match": {"text": "boat wave"}},
             "highlight": {"fields": {"text": {}}},
             "aggs": {"tags": {"terms": {"field": "tag", "size": 1}}}}
            """);
    JsonObject hit = first.hits().get(0).getAsJsonObject();
    assertThat(hit.getAsJsonObject("_source").get("tag").getAsString()).isEqualTo("Sea");
    assertThat(hit.getAsJsonObject("highlight").get("text").toString())
        .isEqualTo("[\"A quiet <em>boat</em>\"]");
    assertThat(first.body().getAsJsonObject("aggregations").getAsJsonObject("tags").toString())
        .contains("\"sum_other_doc_count\":1", "{\"key\":\"sea\",\"doc_count\":2}");
    JsonElement place = hit.get("sort");
    Answer second =
        search("{\"size\": 1, \"sort\": {\"likes\": \"desc\"}, \"search_after\": " + place + "}");
    assertThat(second.ids()).containsExactly("1");
  }

  @Test
  void writesReadsAndDeletesOne() throws Exception {
    Answer put = call("PUT", "/posts/_doc/a%2Fb?refresh=true", "{\"text\": \"one\", \"likes\": 1}");
    assertThat(put.status()).isEqualTo(201);
    Answer got = call("GET", "/posts/_doc/a%2Fb", "");
    assertThat(got.body().getAsJsonObject("_source").get("likes").getAsInt()).isEqualTo(1);
    assertThat(call("DELETE", "/posts/_doc/a%2Fb?refresh=true", "").status()).isEqualTo(200);
    assertThat(call("GET", "/posts/_doc/a%2Fb", "").status()).isEqualTo(404);
    assertThat(call("DELETE", "/posts", "").status()).isEqualTo(200);
    assertThat(call("GET", "/posts/_search", "").errorType())
        .isEqualTo("index_not_found_exception");
  }

  private void refused(int status, String type, String method, String path, String body)
      throws Exception {
    Answer answer = call(method, path, body);
    assertThat(answer.errorType()).isEqualTo(type);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().get("status").getAsInt()).isEqualTo(status);
    assertThat(answer.body().getAsJsonObject("error").getAsJsonArray("root_cause")).isNotEmpty();
  }

  @Test
  void refusesAsThePeerDoes() throws Exception {
    refused(404, "index_not_found_exception", "GET", "/none/_search", "");
    refused(400, "resource_already_exists_exception", "PUT", "/posts", MAPPING);
    refused(400, "invalid_index_name_exception", "PUT", "/Posts", "");
    refused(400, "x_content_parse_exception", "POST", "/posts/_search", "{\"query\": ");
    refused(400, "x_content_parse_exception", "POST", "/posts/_search", "{'query': {}}");
    refused(400, "parsing_exception", "POST", "/posts/_search", "{\"query\": {\"mtach\": {}}}");
    refused(400, "parsing_exception", "POST", "/posts/_search", "{\"qurey\": {}}");
    refused(
        400,
        "query_shard_exception",
        "POST",
        "/posts/_search",
        "{\"query\": {\"match\": {\"nowhere\": \"x\"}}}");
    refused(400, "illegal_argument_exception", "POST", "/posts/_search", "{\"size\": 100000}");
    refused(400, "illegal_argument_exception", "GET", "/posts/_search?q=text:x", "");
    refused(400, "mapper_parsing_exception", "PUT", "/posts/_doc/1", "{\"likes\": {}}");
    refused(400, "illegal_argument_exception", "POST", "/posts/_unknown/x", "");
  }

  @Test
  void noBodyBringsItDown() throws Exception {
    String query =
        """
        {"query": {"bool": {"must": [{"match": {"text": {"query": "a", "operator": "and"}}}],
         "minimum_should_match": 0}}, "sort": [{"likes": {"order": "asc"}}], "search_after": [1, "x"],
         "highlight": {"fields": {"text": {}}}, "aggs": {"t": {"terms": {"field": "tag"}}}}
        """;
    for (int end = 0; end < query.length(); end += 3) {
      assertThat(search(query.substring(0, end)).status()).isIn(200, 400);
    }
    Random random = new Random(5);
    for (int i = 0; i < 150; i++) {
      StringBuilder mutated = new StringBuilder(query);
      for (int change = 0; change < 3; change++) {
        mutated.setCharAt(
            random.nextInt(query.length()), "\"{}[]:,x0\u00e9".charAt(random.nextInt(10)));
      }
      assertThat(search(mutated.toString()).status()).isIn(200, 400);
    }
  }
}
