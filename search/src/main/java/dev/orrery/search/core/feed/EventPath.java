package dev.orrery.search.core.feed;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;

/// The way to a field inside an event: names with dots between them, e.g. `post.author_id`.
record EventPath(List<FieldDescriptor> steps) {
  /// @throws IllegalArgumentException when the event has no such field
  static EventPath parse(String text, Descriptor event) {
    List<FieldDescriptor> steps = new ArrayList<>();
    Descriptor inside = event;
    for (String name : text.split("\\.", -1)) {
      FieldDescriptor step = inside == null ? null : inside.findFieldByName(name);
      if (step == null) {
        throw new IllegalArgumentException(
            event.getFullName() + " has no field '" + text + "' (at '" + name + "')");
      }
      steps.add(step);
      boolean message = step.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      inside = message && !step.isRepeated() ? step.getMessageType() : null;
    }
    return new EventPath(List.copyOf(steps));
  }

  FieldDescriptor.JavaType type() {
    return steps.getLast().getJavaType();
  }

  /// The values there: none inside a message that is not set, several of a repeated field.
  List<Object> values(Message event) {
    Message at = event;
    for (FieldDescriptor step : steps.subList(0, steps.size() - 1)) {
      if (!at.hasField(step)) {
        return List.of();
      }
      at = (Message) at.getField(step);
    }
    FieldDescriptor last = steps.getLast();
    if (last.hasPresence() && !at.hasField(last)) {
      return List.of();
    }
    Object value = at.getField(last);
    return value instanceof List<?> several ? List.copyOf(several) : List.of(value);
  }
}
