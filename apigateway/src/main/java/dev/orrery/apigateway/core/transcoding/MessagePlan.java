package dev.orrery.apigateway.core.transcoding;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What [StreamingTranscoder] must know of a type of message, looked up once.
final class MessagePlan {
  private static final int DENSE_NUMBERS = 64;

  private final boolean wellKnown;
  private final ObjectTranscoder objects;
  private final FieldPlan[] fields;
  private final int[] dense = new int[DENSE_NUMBERS];
  private final Map<Integer, Integer> sparse = new HashMap<>();

  private MessagePlan(Descriptor type) {
    this.wellKnown = WellKnownTypes.contains(type);
    this.objects = new ObjectTranscoder(type);
    this.fields = new FieldPlan[wellKnown ? 0 : type.getFields().size()];
  }

  /// The plan of a type and of all it refers to, itself perhaps.
  static MessagePlan of(Descriptor type, Map<String, MessagePlan> plans) {
    MessagePlan known = plans.get(type.getFullName());
    if (known != null) {
      return known;
    }
    MessagePlan plan = new MessagePlan(type);
    plans.put(type.getFullName(), plan);
    List<FieldDescriptor> declared = type.getFields();
    for (int i = 0; i < plan.fields.length; i++) {
      FieldDescriptor field = declared.get(i);
      plan.fields[i] = FieldPlan.of(field, declared, plans);
      if (field.getNumber() < DENSE_NUMBERS) {
        plan.dense[field.getNumber()] = i + 1;
      } else {
        plan.sparse.put(field.getNumber(), i);
      }
    }
    return plan;
  }

  boolean wellKnown() {
    return wellKnown;
  }

  ObjectTranscoder objects() {
    return objects;
  }

  int size() {
    return fields.length;
  }

  FieldPlan field(int place) {
    return fields[place];
  }

  /// The place of a field by its number; -1 for a number that is not known.
  int place(int number) {
    return number < DENSE_NUMBERS ? dense[number] - 1 : sparse.getOrDefault(number, -1);
  }
}
