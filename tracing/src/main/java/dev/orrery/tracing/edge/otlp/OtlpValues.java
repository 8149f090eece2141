package dev.orrery.tracing.edge.otlp;

import com.google.protobuf.ByteString;
import dev.orrery.tracing.core.trace.Origin;
import dev.orrery.tracing.core.trace.StringPool;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// OTLP's values as text, within bounds: what is longer is cut, what is more is left out, as
/// OpenTelemetry's attribute limits do.
final class OtlpValues {
  static final int MAXIMUM_ATTRIBUTES = 64;
  static final int MAXIMUM_TEXT = 4_096;
  private static final int MAXIMUM_NESTING = 4;
  private static final int SPAN_ID_BYTES = 8;

  private OtlpValues() {}

  static Map<String, String> attributes(List<KeyValue> list) {
    Map<String, String> map = new LinkedHashMap<>();
    for (KeyValue pair : list) {
      if (map.size() == MAXIMUM_ATTRIBUTES) {
        break;
      }
      map.put(cut(pair.getKey()), text(pair.getValue()));
    }
    return map;
  }

  static String text(AnyValue value) {
    return cut(text(value, 0));
  }

  private static String text(AnyValue value, int depth) {
    if (depth > MAXIMUM_NESTING) {
      return "…";
    }
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case BYTES_VALUE -> Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .limit(MAXIMUM_ATTRIBUTES)
              .map(element -> text(element, depth + 1))
              .collect(Collectors.joining(", ", "[", "]"));
      case KVLIST_VALUE ->
          value.getKvlistValue().getValuesList().stream()
              .limit(MAXIMUM_ATTRIBUTES)
              .map(pair -> pair.getKey() + "=" + text(pair.getValue(), depth + 1))
              .collect(Collectors.joining(", ", "{", "}"));
      default -> "";
    };
  }

  static String cut(String text) {
    if (text.length() <= MAXIMUM_TEXT) {
      return text;
    }
    int end =
        Character.isHighSurrogate(text.charAt(MAXIMUM_TEXT - 1)) ? MAXIMUM_TEXT - 1 : MAXIMUM_TEXT;
    return text.substring(0, end);
  }

  static Origin origin(Resource resource, StringPool pool) {
    String service = "unknown_service";
    String instance = "";
    for (KeyValue pair : resource.getAttributesList()) {
      switch (pair.getKey()) {
        case "service.name" -> service = text(pair.getValue());
        case "service.instance.id" -> instance = text(pair.getValue());
        default -> {}
      }
    }
    return new Origin(pool.intern(service), pool.intern(instance));
  }

  /// 0 for an absent id.
  ///
  /// @throws IllegalArgumentException when it is there and has not 8 bytes
  static long spanId(ByteString bytes, String what) {
    if (bytes.isEmpty()) {
      return 0;
    }
    if (bytes.size() != SPAN_ID_BYTES) {
      throw new IllegalArgumentException(
          "a " + what + " has " + SPAN_ID_BYTES + " bytes, not " + bytes.size());
    }
    return ByteBuffer.wrap(bytes.toByteArray()).getLong();
  }
}
