package dev.orrery.apigateway.lab.transcoding;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A message with a field of every type, single and repeated, a oneof, and itself.
final class Everything {
  private static final Descriptor DESCRIPTOR = build();

  private Everything() {}

  static Descriptor descriptor() {
    return DESCRIPTOR;
  }

  private static Descriptor build() {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName("Everything");
    int number = 1;
    for (FieldDescriptorProto.Type type : FieldDescriptorProto.Type.values()) {
      if (type != FieldDescriptorProto.Type.TYPE_GROUP) {
        String name = type.name().substring("TYPE_".length()).toLowerCase(java.util.Locale.ROOT);
        message.addField(field("one_" + name, number++, type, Label.LABEL_OPTIONAL));
        message.addField(field("many_" + name, 100 + number++, type, Label.LABEL_REPEATED));
      }
    }
    message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("choice"));
    message.addField(
        field("left", 90, FieldDescriptorProto.Type.TYPE_STRING, Label.LABEL_OPTIONAL)
            .setOneofIndex(0));
    message.addField(
        field("right", 91, FieldDescriptorProto.Type.TYPE_MESSAGE, Label.LABEL_OPTIONAL)
            .setOneofIndex(0));
    EnumDescriptorProto.Builder color = EnumDescriptorProto.newBuilder().setName("Color");
    for (String name : List.of("NONE", "RED", "GREEN")) {
      color.addValue(
          EnumValueDescriptorProto.newBuilder().setName(name).setNumber(color.getValueCount()));
    }
    try {
      return FileDescriptor.buildFrom(
              FileDescriptorProto.newBuilder()
                  .setName("everything.proto")
                  .setSyntax("proto3")
                  .addMessageType(message)
                  .addEnumType(color)
                  .build(),
              new FileDescriptor[0])
          .findMessageTypeByName("Everything");
    } catch (DescriptorValidationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type, Label label) {
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setName(name)
            .setNumber(number)
            .setType(type)
            .setLabel(label);
    if (type == FieldDescriptorProto.Type.TYPE_ENUM
        || type == FieldDescriptorProto.Type.TYPE_MESSAGE) {
      field.setTypeName(type == FieldDescriptorProto.Type.TYPE_ENUM ? ".Color" : ".Everything");
    }
    return field;
  }

  /// A message whose fields are set or not by the bits of `mask`.
  static DynamicMessage message(
      long number,
      int small,
      String text,
      double real,
      byte[] bytes,
      List<Integer> counts,
      int mask) {
    Descriptor type = descriptor();
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    int bit = 0;
    for (FieldDescriptor field : type.getFields()) {
      boolean set = (mask >> (bit++ % 20) & 1) != 0;
      if (!set) {
        continue;
      }
      Object value = value(field, number, small, text, real, bytes, message);
      if (field.isRepeated()) {
        counts.forEach(count -> message.addRepeatedField(field, value));
      } else {
        message.setField(field, value);
      }
    }
    return message.build();
  }

  private static Object value(
      FieldDescriptor field,
      long number,
      int small,
      String text,
      double real,
      byte[] bytes,
      DynamicMessage.Builder soFar) {
    String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return switch (field.getJavaType()) {
      case INT -> small;
      case LONG -> number;
      case FLOAT -> (float) real;
      case DOUBLE -> real;
      case BOOLEAN -> (small & 1) == 0;
      case STRING -> valid;
      case BYTE_STRING -> ByteString.copyFrom(bytes);
      case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(Math.floorMod(small, 5));
      case MESSAGE ->
          DynamicMessage.newBuilder(field.getMessageType())
              .mergeFrom(soFar.build().toBuilder().clearField(field).build())
              .build();
    };
  }
}
