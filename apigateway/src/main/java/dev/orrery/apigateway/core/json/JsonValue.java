package dev.orrery.apigateway.core.json;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// A JSON value (RFC 8259 §3). Immutable. `toString` gives JSON again.
public sealed interface JsonValue {
  /// Members in the order they came; names are unique.
  record Obj(Map<String, JsonValue> members) implements JsonValue {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("{");
      Iterator<Map.Entry<String, JsonValue>> each = members.entrySet().iterator();
      while (each.hasNext()) {
        Map.Entry<String, JsonValue> member = each.next();
        text.append(new Str(member.getKey())).append(':').append(member.getValue());
        text.append(each.hasNext() ? "," : "");
      }
      return text.append('}').toString();
    }
  }

  record Arr(List<JsonValue> items) implements JsonValue {
    @Override
    public String toString() {
      return items.toString();
    }
  }

  record Str(String text) implements JsonValue {
    @Override
    public String toString() {
      StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"' || c == '\\') {
          quoted.append('\\').append(c);
        } else if (c < ' ') {
          quoted.append(String.format("\\u%04x", (int) c));
        } else {
          quoted.append(c);
        }
      }
      return quoted.append('"').toString();
    }
  }

  /// A number as it was written, so that 64-bit integers keep all their digits.
  record Num(String literal) implements JsonValue {
    @Override
    public String toString() {
      return literal;
    }
  }

  record Bool(boolean value) implements JsonValue {
    @Override
    public String toString() {
      return String.valueOf(value);
    }
  }

  record Null() implements JsonValue {
    @Override
    public String toString() {
      return "null";
    }
  }

  /// What it is, for people: "a string".
  default String kind() {
    return switch (this) {
      case Obj _ -> "an object";
      case Arr _ -> "an array";
      case Str _ -> "a string";
      case Num _ -> "a number";
      case Bool _ -> "a boolean";
      case Null _ -> "null";
    };
  }
}
