package dev.orrery.apigateway.edge.http;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.orrery.apigateway.core.api.Operation;
import dev.orrery.apigateway.core.json.JsonException;
import dev.orrery.apigateway.core.json.JsonReader;
import dev.orrery.apigateway.core.json.JsonValue;
import dev.orrery.apigateway.core.transcoding.InvalidRequestException;
import dev.orrery.apigateway.core.transcoding.RequestReader;
import dev.orrery.runtime.http.HttpProblemException;
import dev.orrery.runtime.http.HttpRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Makes the request message of an operation: body first, then query, then the path, which has the
/// last word.
final class RequestMessage {
  private final int maximumBodyBytes;

  RequestMessage(int maximumBodyBytes) {
    this.maximumBodyBytes = maximumBodyBytes;
  }

  /// @throws InvalidRequestException when it is no such message
  /// @throws HttpProblemException 413 for a body too large, 415 for one that is not JSON
  Message read(Operation operation, HttpRequest request, Map<String, String> variables)
      throws InvalidRequestException, IOException {
    Message.Builder message = RequestReader.empty(operation.input());
    if (!operation.body().isEmpty()) {
      body(operation, request, message);
    }
    for (Map.Entry<String, List<String>> parameter : request.queries().entrySet()) {
      if (operation.body().equals(Operation.WHOLE_BODY)) {
        throw new InvalidRequestException(
            parameter.getKey(), "this call takes its fields from the body, not from the query");
      }
      RequestReader.readText(message, parameter.getKey(), parameter.getValue());
    }
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      RequestReader.readText(message, variable.getKey(), List.of(variable.getValue()));
    }
    return message.build();
  }

  private void body(Operation operation, HttpRequest request, Message.Builder message)
      throws InvalidRequestException, IOException {
    byte[] bytes = request.body(maximumBodyBytes);
    if (bytes.length == 0) {
      return;
    }
    requireJson(request.header("content-type").orElse(""));
    JsonValue json;
    try {
      json = JsonReader.read(bytes);
    } catch (JsonException malformed) {
      throw new InvalidRequestException("", "not JSON: " + malformed.getMessage());
    }
    if (operation.body().equals(Operation.WHOLE_BODY)) {
      RequestReader.readObject(message, json, "");
    } else {
      FieldDescriptor field = operation.input().findFieldByName(operation.body());
      RequestReader.readField(message, field, json, operation.body());
    }
  }

  private static void requireJson(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    int semicolon = type.indexOf(';');
    String essence = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    boolean otherCharset =
        semicolon >= 0 && type.contains("charset=") && !type.contains("utf-8");
    if (!essence.equals("application/json") || otherCharset) {
      throw new HttpProblemException(415, "the body must be application/json in UTF-8");
    }
  }
}
