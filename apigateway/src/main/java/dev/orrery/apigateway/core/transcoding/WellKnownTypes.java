package dev.orrery.apigateway.core.transcoding;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.Set;

/// The messages whose JSON is not an object of their fields (protobuf's JSON mapping).
final class WellKnownTypes {
  private static final Set<String> NAMES =
      Set.of(
          "google.protobuf.Any",
          "google.protobuf.Timestamp",
          "google.protobuf.Duration",
          "google.protobuf.FieldMask",
          "google.protobuf.Struct",
          "google.protobuf.Value",
          "google.protobuf.ListValue",
          "google.protobuf.BoolValue",
          "google.protobuf.BytesValue",
          "google.protobuf.DoubleValue",
          "google.protobuf.FloatValue",
          "google.protobuf.Int32Value",
          "google.protobuf.Int64Value",
          "google.protobuf.StringValue",
          "google.protobuf.UInt32Value",
          "google.protobuf.UInt64Value");

  private WellKnownTypes() {}

  static boolean contains(Descriptor type) {
    return NAMES.contains(type.getFullName());
  }

  /// Whether JSON's null is a value of this field and not its absence.
  static boolean takesNull(FieldDescriptor field) {
    return (field.getJavaType() == JavaType.MESSAGE
            && field.getMessageType().getFullName().equals("google.protobuf.Value"))
        || (field.getJavaType() == JavaType.ENUM
            && field.getEnumType().getFullName().equals("google.protobuf.NullValue"));
  }
}
