package dev.orrery.search.edge.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads JSON strictly, and says what was expected where something else stands.
final class JsonBody {
  private JsonBody() {}

  /// @throws RestError when the text is no JSON object
  static JsonObject object(String text) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement element = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw RestError.notJson("something follows the JSON object");
      }
      if (!element.isJsonObject()) {
        throw RestError.notJson("expected a JSON object, not " + shown(element));
      }
      return element.getAsJsonObject();
    } catch (JsonParseException | IOException | IllegalStateException malformed) {
      throw RestError.notJson(reason(malformed));
    }
  }

  /// Without the library's own advice.
  private static String reason(Exception malformed) {
    Throwable cause = malformed.getCause() == null ? malformed : malformed.getCause();
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("malformed");
  }

  static JsonObject object(JsonElement element, String where) {
    if (!element.isJsonObject()) {
      throw RestError.parsing("[" + where + "] is an object, not " + shown(element));
    }
    return element.getAsJsonObject();
  }

  /// The one member of an object that must have one.
  static Map.Entry<String, JsonElement> only(JsonElement element, String where) {
    JsonObject object = object(element, where);
    if (object.size() != 1) {
      throw RestError.parsing(
          "[" + where + "] has one member, not " + object.size() + ": " + shown(element));
    }
    return object.entrySet().iterator().next();
  }

  static String text(@Nullable JsonElement element, String where) {
    if (element instanceof JsonPrimitive primitive) {
      return primitive.getAsString();
    }
    throw RestError.parsing("[" + where + "] is a text, not " + shown(element));
  }

  static int number(@Nullable JsonElement element, String where) {
    if (element instanceof JsonPrimitive primitive) {
      try {
        return primitive.getAsBigDecimal().intValueExact();
      } catch (NumberFormatException | ArithmeticException malformed) {
        throw RestError.parsing("[" + where + "] is a whole number, not " + shown(element));
      }
    }
    throw RestError.parsing("[" + where + "] is a whole number, not " + shown(element));
  }

  static String shown(@Nullable JsonElement element) {
    String text = String.valueOf(element);
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
