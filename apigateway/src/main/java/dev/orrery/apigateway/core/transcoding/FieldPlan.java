package dev.orrery.apigateway.core.transcoding;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.UnsafeByteOperations;
import dev.orrery.apigateway.core.json.JsonBuffer;
import dev.orrery.apigateway.core.json.JsonValue.Str;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// One field of a [MessagePlan]: how it is called, and how its values become JSON.
final class FieldPlan {
  private final FieldDescriptor.Type type;
  private final int number;
  private final boolean repeated;
  private final boolean map;
  private final boolean presence;
  private final byte[] nameAndColon;
  private final int wireType;
  private final int[] rivals;
  private final Map<Integer, String> constants;
  private final String absent;
  private final Optional<MessagePlan> plan;

  private FieldPlan(
      FieldDescriptor field, List<FieldDescriptor> siblings, Map<String, MessagePlan> plans) {
    this.type = field.getType();
    this.number = field.getNumber();
    this.map = field.isMapField();
    this.repeated = field.isRepeated() && !map;
    this.presence = field.hasPresence();
    this.nameAndColon = (new Str(field.getJsonName()) + ":").getBytes(StandardCharsets.UTF_8);
    this.wireType = field.getLiteType().getWireType();
    this.rivals = rivals(field, siblings);
    this.constants = constants(field);
    this.absent = absent(field, constants);
    this.plan =
        field.getJavaType() == JavaType.MESSAGE
            ? Optional.of(MessagePlan.of(field.getMessageType(), plans))
            : Optional.empty();
  }

  static FieldPlan of(
      FieldDescriptor field, List<FieldDescriptor> siblings, Map<String, MessagePlan> plans) {
    return new FieldPlan(field, siblings, plans);
  }

  private static int[] rivals(FieldDescriptor field, List<FieldDescriptor> siblings) {
    OneofDescriptor oneof = field.getContainingOneof();
    return oneof == null
        ? new int[0]
        : IntStream.range(0, siblings.size())
            .filter(
                i -> siblings.get(i) != field && oneof.equals(siblings.get(i).getContainingOneof()))
            .toArray();
  }

  private static Map<Integer, String> constants(FieldDescriptor field) {
    Map<Integer, String> names = new HashMap<>();
    if (field.getJavaType() == JavaType.ENUM) {
      boolean nulls = field.getEnumType().getFullName().equals("google.protobuf.NullValue");
      for (EnumValueDescriptor value : field.getEnumType().getValues()) {
        names.putIfAbsent(value.getNumber(), nulls ? "null" : '"' + value.getName() + '"');
      }
    }
    return names;
  }

  private static String absent(FieldDescriptor field, Map<Integer, String> constants) {
    return switch (field.getType()) {
      case BOOL -> "false";
      case STRING, BYTES -> "\"\"";
      case INT64, UINT64, SINT64, FIXED64, SFIXED64 -> "\"0\"";
      case ENUM -> constants.getOrDefault(0, "0");
      case FLOAT, DOUBLE -> "0.0";
      default -> "0";
    };
  }

  int number() {
    return number;
  }

  boolean repeated() {
    return repeated;
  }

  boolean map() {
    return map;
  }

  boolean message() {
    return plan.isPresent();
  }

  MessagePlan plan() {
    return plan.orElseThrow();
  }

  byte[] nameAndColon() {
    return nameAndColon;
  }

  /// The places of the other members of the field's oneof.
  int[] rivals() {
    return rivals;
  }

  boolean printedWhenAbsent() {
    return !presence;
  }

  /// The JSON of the default.
  String absent() {
    return absent;
  }

  /// Whether a value of this wire type can be this field's; another is an unknown field.
  boolean accepts(int found) {
    return found == wireType || packed(found);
  }

  /// Whether what has this wire type is several values in one.
  boolean packed(int found) {
    return repeated
        && found == WireCursor.LENGTH_DELIMITED
        && wireType != WireCursor.LENGTH_DELIMITED;
  }

  /// Whether the JSON of a value is a string of itself, so that it may stand as a member's name.
  boolean quotedAlready() {
    return absent.startsWith("\"");
  }

  /// Writes the value that begins at the cursor.
  void writeScalar(WireCursor in, JsonBuffer out) throws MalformedMessageException {
    switch (type) {
      case STRING -> {
        int start = in.lengthDelimited();
        if (!UnsafeByteOperations.unsafeWrap(in.bytes(), start, in.position() - start)
            .isValidUtf8()) {
          throw new MalformedMessageException("a text is not UTF-8");
        }
        out.putString(in.bytes(), start, in.position());
      }
      case BYTES -> {
        int start = in.lengthDelimited();
        quoted(
            out,
            Base64.getEncoder()
                .encodeToString(Arrays.copyOfRange(in.bytes(), start, in.position())));
      }
      case BOOL -> out.putAscii(in.varint() == 0 ? "false" : "true");
      case INT32 -> out.putAscii(Integer.toString((int) in.varint()));
      case UINT32 -> out.putAscii(Integer.toUnsignedString((int) in.varint()));
      case SINT32 -> out.putAscii(Integer.toString((int) zigZag(in.varint() & 0xffff_ffffL)));
      case FIXED32 -> out.putAscii(Integer.toUnsignedString(in.fixed32()));
      case SFIXED32 -> out.putAscii(Integer.toString(in.fixed32()));
      case INT64 -> quoted(out, Long.toString(in.varint()));
      case UINT64 -> quoted(out, Long.toUnsignedString(in.varint()));
      case SINT64 -> quoted(out, Long.toString(zigZag(in.varint())));
      case FIXED64 -> quoted(out, Long.toUnsignedString(in.fixed64()));
      case SFIXED64 -> quoted(out, Long.toString(in.fixed64()));
      case FLOAT -> real(out, Float.toString(Float.intBitsToFloat(in.fixed32())));
      case DOUBLE -> real(out, Double.toString(Double.longBitsToDouble(in.fixed64())));
      case ENUM -> {
        int value = (int) in.varint();
        String name = constants.get(value);
        out.putAscii(name == null ? Integer.toString(value) : name);
      }
      case MESSAGE, GROUP -> throw new IllegalStateException("a message is no scalar");
    }
  }

  private static long zigZag(long encoded) {
    return (encoded >>> 1) ^ -(encoded & 1);
  }

  private static void real(JsonBuffer out, String text) {
    if (text.endsWith("y") || text.equals("NaN")) { // Infinity, -Infinity
      quoted(out, text);
    } else {
      out.putAscii(text);
    }
  }

  private static void quoted(JsonBuffer out, String text) {
    out.put('"');
    out.putAscii(text);
    out.put('"');
  }
}
