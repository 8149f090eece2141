package dev.orrery.apigateway.core.transcoding;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.orrery.apigateway.core.json.JsonValue;
import dev.orrery.apigateway.core.json.JsonValue.Arr;
import dev.orrery.apigateway.core.json.JsonValue.Null;
import dev.orrery.apigateway.core.json.JsonValue.Obj;
import dev.orrery.apigateway.core.json.JsonValue.Str;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds a message from the parts of an HTTP request, as google/api/http.proto and the JSON mapping
/// of protobuf say: fields by their JSON name or their own, 64-bit numbers as text or numbers,
/// unknown fields refused. Well-known types are left to protobuf's own reader. Stateless.
public final class RequestReader {
  private RequestReader() {}

  /// Sets the fields of `into` from a JSON object.
  ///
  /// @throws InvalidRequestException naming the field that does not fit
  public static void readObject(Message.Builder into, JsonValue json, String path)
      throws InvalidRequestException {
    if (!(json instanceof Obj(Map<String, JsonValue> members))) {
      throw new InvalidRequestException(path, "expected an object, found " + json.kind());
    }
    for (Map.Entry<String, JsonValue> member : members.entrySet()) {
      String memberPath = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
      FieldDescriptor field = field(into.getDescriptorForType(), member.getKey());
      if (field == null) {
        throw new InvalidRequestException(memberPath, "there is no such field");
      }
      readField(into, field, member.getValue(), memberPath);
    }
  }

  /// Sets one field from JSON; null leaves it unset.
  ///
  /// @throws InvalidRequestException naming the field that does not fit
  public static void readField(
      Message.Builder into, FieldDescriptor field, JsonValue json, String path)
      throws InvalidRequestException {
    if (json instanceof Null && !WellKnownTypes.takesNull(field)) {
      return;
    }
    if (field.getRealContainingOneof() != null
        && into.hasOneof(field.getRealContainingOneof())
        && !into.hasField(field)) {
      throw new InvalidRequestException(
          path, "another field of " + field.getRealContainingOneof().getName() + " is set");
    }
    if (field.isMapField()) {
      readMap(into, field, json, path);
    } else if (field.isRepeated()) {
      if (!(json instanceof Arr(List<JsonValue> items))) {
        throw new InvalidRequestException(path, "expected an array, found " + json.kind());
      }
      for (int i = 0; i < items.size(); i++) {
        into.addRepeatedField(field, value(into, field, items.get(i), path + "[" + i + "]"));
      }
    } else {
      into.setField(field, value(into, field, json, path));
    }
  }

  private static void readMap(
      Message.Builder into, FieldDescriptor field, JsonValue json, String path)
      throws InvalidRequestException {
    if (!(json instanceof Obj(Map<String, JsonValue> entries))) {
      throw new InvalidRequestException(path, "expected an object, found " + json.kind());
    }
    for (Map.Entry<String, JsonValue> pair : entries.entrySet()) {
      String at = path + "[" + pair.getKey() + "]";
      Message.Builder entry = into.newBuilderForField(field);
      Descriptor type = field.getMessageType();
      FieldDescriptor key = type.findFieldByNumber(1);
      FieldDescriptor value = type.findFieldByNumber(2);
      entry.setField(key, Scalars.fromText(key, pair.getKey(), at));
      entry.setField(value, value(entry, value, pair.getValue(), at));
      into.addRepeatedField(field, entry.build());
    }
  }

  private static Object value(
      Message.Builder owner, FieldDescriptor field, JsonValue json, String path)
      throws InvalidRequestException {
    if (field.getJavaType() != JavaType.MESSAGE) {
      return Scalars.fromJson(field, json, path);
    }
    Message.Builder nested = owner.newBuilderForField(field);
    if (WellKnownTypes.contains(field.getMessageType())) {
      try {
        JsonFormat.parser().merge(json.toString(), nested);
      } catch (InvalidProtocolBufferException wrong) {
        throw new InvalidRequestException(
            path, "not a " + field.getMessageType().getName() + ": " + wrong.getMessage());
      }
    } else {
      readObject(nested, json, path);
    }
    return nested.build();
  }

  /// Sets a field from the text of a path variable or query parameter. Dots lead into messages; a
  /// repeated field takes one element for each text.
  ///
  /// @throws InvalidRequestException naming the parameter when there is no such field, it cannot be
  ///   given as text, or a text does not fit
  public static void readText(Message.Builder into, String path, List<String> texts)
      throws InvalidRequestException {
    readText(into, path, path, texts);
  }

  private static void readText(
      Message.Builder into, String rest, String path, List<String> texts)
      throws InvalidRequestException {
    int dot = rest.indexOf('.');
    FieldDescriptor field =
        field(into.getDescriptorForType(), dot < 0 ? rest : rest.substring(0, dot));
    if (field == null || field.isMapField()) {
      throw new InvalidRequestException(path, "there is no such parameter");
    }
    if (dot >= 0) {
      if (field.isRepeated() || field.getJavaType() != JavaType.MESSAGE) {
        throw new InvalidRequestException(path, "there is no such parameter");
      }
      Message.Builder nested = into.newBuilderForField(field).mergeFrom((Message) into.getField(field));
      readText(nested, rest.substring(dot + 1), path, texts);
      into.setField(field, nested.build());
      return;
    }
    if (!field.isRepeated() && texts.size() > 1) {
      throw new InvalidRequestException(path, "given " + texts.size() + " times, takes one value");
    }
    for (String text : texts) {
      Object value = textValue(into, field, text, path);
      if (field.isRepeated()) {
        into.addRepeatedField(field, value);
      } else {
        into.setField(field, value);
      }
    }
  }

  private static Object textValue(
      Message.Builder into, FieldDescriptor field, String text, String path)
      throws InvalidRequestException {
    if (field.getJavaType() != JavaType.MESSAGE) {
      return Scalars.fromText(field, text, path);
    }
    if (!WellKnownTypes.contains(field.getMessageType())) {
      throw new InvalidRequestException(path, "a message cannot be given as text; name its fields");
    }
    return value(into, field, new Str(text), path);
  }

  /// A field by its JSON name or its own.
  static @Nullable FieldDescriptor field(Descriptor type, String name) {
    FieldDescriptor own = type.findFieldByName(name);
    if (own != null) {
      return own;
    }
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJsonName().equals(name)) {
        return field;
      }
    }
    return null;
  }

  /// A message of `type` without any field, to be filled.
  public static DynamicMessage.Builder empty(Descriptor type) {
    return DynamicMessage.newBuilder(type);
  }
}
