package dev.orrery.apigateway.core.json;

import dev.orrery.apigateway.core.json.JsonValue.Arr;
import dev.orrery.apigateway.core.json.JsonValue.Bool;
import dev.orrery.apigateway.core.json.JsonValue.Null;
import dev.orrery.apigateway.core.json.JsonValue.Num;
import dev.orrery.apigateway.core.json.JsonValue.Obj;
import dev.orrery.apigateway.core.json.JsonValue.Str;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads one JSON text, strictly as RFC 8259 has it: no comments, no trailing commas, no second
/// member of one name, no lone surrogate, nothing behind the value. Nesting is bounded. Belongs to
/// one thread.
public final class JsonReader {
  /// Arrays and objects within each other, at most.
  public static final int MAXIMUM_DEPTH = 64;

  private static final int HEX = 16;
  private static final int UNICODE_DIGITS = 4;

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /// @throws JsonException when the bytes are not UTF-8, or not exactly one JSON value
  public static JsonValue read(byte[] bytes) throws JsonException {
    try {
      return read(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException malformed) {
      throw new JsonException("the text is not valid UTF-8");
    }
  }

  /// @throws JsonException when the text is not exactly one JSON value
  public static JsonValue read(String text) throws JsonException {
    JsonReader reader = new JsonReader(text);
    reader.space();
    JsonValue value = reader.value();
    reader.space();
    if (reader.at < text.length()) {
      throw reader.wrong("the end");
    }
    return value;
  }

  private JsonValue value() throws JsonException {
    return switch (peek()) {
      case '{' -> nested(this::object);
      case '[' -> nested(this::array);
      case '"' -> new Str(string());
      case 't' -> literal("true", new Bool(true));
      case 'f' -> literal("false", new Bool(false));
      case 'n' -> literal("null", new Null());
      default -> number();
    };
  }

  private interface Part {
    JsonValue read() throws JsonException;
  }

  private JsonValue nested(Part part) throws JsonException {
    if (++depth > MAXIMUM_DEPTH) {
      throw new JsonException("nested deeper than " + MAXIMUM_DEPTH);
    }
    at++;
    JsonValue value = part.read();
    depth--;
    return value;
  }

  private JsonValue object() throws JsonException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    space();
    if (took('}')) {
      return new Obj(members);
    }
    do {
      space();
      if (peek() != '"') {
        throw wrong("a member's name");
      }
      String name = string();
      space();
      if (!took(':')) {
        throw wrong("':'");
      }
      space();
      if (members.put(name, value()) != null) {
        throw new JsonException("two members are called \"" + name + '"');
      }
      space();
    } while (took(','));
    if (!took('}')) {
      throw wrong("',' or '}'");
    }
    return new Obj(members);
  }

  private JsonValue array() throws JsonException {
    List<JsonValue> items = new ArrayList<>();
    space();
    if (took(']')) {
      return new Arr(items);
    }
    do {
      space();
      items.add(value());
      space();
    } while (took(','));
    if (!took(']')) {
      throw wrong("',' or ']'");
    }
    return new Arr(items);
  }

  private JsonValue literal(String word, JsonValue value) throws JsonException {
    if (!text.startsWith(word, at)) {
      throw wrong("a value");
    }
    at += word.length();
    return value;
  }

  private JsonValue number() throws JsonException {
    int start = at;
    took('-');
    if (!took('0')) {
      digits("a value");
    }
    if (took('.')) {
      digits("a digit");
    }
    if (took('e') || took('E')) {
      if (!took('-')) {
        took('+');
      }
      digits("a digit");
    }
    return new Num(text.substring(start, at));
  }

  private void digits(String expected) throws JsonException {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw wrong(expected);
    }
  }

  private String string() throws JsonException {
    int start = ++at;
    while (peek() != '"' && peek() != '\\') {
      plain();
    }
    if (peek() == '"') {
      return text.substring(start, at++);
    }
    StringBuilder unescaped = new StringBuilder(text.substring(start, at));
    while (!took('"')) {
      if (peek() == '\\') {
        at++;
        unescaped.append(escape());
      } else {
        unescaped.append(plain());
      }
    }
    return paired(unescaped);
  }

  private char plain() throws JsonException {
    char c = peek();
    if (c < ' ') {
      throw wrong("a character that needs no escape");
    }
    at++;
    return c;
  }

  private char escape() throws JsonException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> {
        at--;
        throw wrong("an escape");
      }
    };
  }

  private char unicode() throws JsonException {
    int code = 0;
    for (int i = 0; i < UNICODE_DIGITS; i++) {
      int digit = Character.digit(peek(), HEX);
      if (digit < 0 || peek() > 'f') {
        throw wrong("a hexadecimal digit");
      }
      code = code * HEX + digit;
      at++;
    }
    return (char) code;
  }

  private static String paired(StringBuilder text) throws JsonException {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) != 2) {
          throw new JsonException("a string has half a surrogate pair");
        }
        i++;
      }
    }
    return text.toString();
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws JsonException {
    if (at >= text.length()) {
      throw new JsonException("it ends at character " + at + ", within a value");
    }
    return text.charAt(at);
  }

  private boolean took(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private JsonException wrong(String expected) {
    return new JsonException(
        at < text.length()
            ? "expected " + expected + " at character " + at + ", found '" + text.charAt(at) + "'"
            : "expected " + expected + " at character " + at + ", found the end");
  }
}
