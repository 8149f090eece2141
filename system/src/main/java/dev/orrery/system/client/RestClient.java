package dev.orrery.system.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/// A person's way in: REST over HTTP, with a bearer token once logged in. Thread-safe.
public final class RestClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI door;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public RestClient(URI door) {
    this.door = door;
  }

  /// What came back.
  ///
  /// @param traceId from the `traceresponse` header
  public record Answer(int status, JsonObject body, Optional<String> traceId, long nanos) {
    /// The text of a field; empty when missing.
    public String text(String field) {
      JsonElement value = body.get(field);
      return value == null ? "" : value.getAsString();
    }
  }

  /// @param token empty for none
  /// @param body JSON, empty for none
  /// @throws IOException when no answer comes
  public Answer call(String method, String path, String token, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(door.resolve(path)).timeout(TIMEOUT);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    long start = System.nanoTime();
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    long nanos = System.nanoTime() - start;
    return new Answer(
        response.statusCode(),
        json(response.body()),
        response
            .headers()
            .firstValue("traceresponse")
            .map(header -> header.split("-"))
            .filter(parts -> parts.length > 1)
            .map(parts -> parts[1]),
        nanos);
  }

  /// The same, refusing any status but 2xx.
  ///
  /// @throws IOException telling what was answered instead
  public Answer expect(String method, String path, String token, String body)
      throws IOException, InterruptedException {
    Answer answer = call(method, path, token, body);
    if (answer.status() / 100 != 2) {
      throw new IOException(
          method + " " + path + " was answered with " + answer.status() + ": " + answer.body());
    }
    return answer;
  }

  private static JsonObject json(String text) {
    try {
      JsonElement parsed = JsonParser.parseString(text.isEmpty() ? "{}" : text);
      return parsed.isJsonObject() ? parsed.getAsJsonObject() : new JsonObject();
    } catch (JsonSyntaxException page) {
      return new JsonObject();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
