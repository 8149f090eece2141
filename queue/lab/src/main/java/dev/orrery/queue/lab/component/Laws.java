package dev.orrery.queue.lab.component;

import dev.orrery.queue.v1.Delivery;
import java.util.List;

/// What the laws have in common.
final class Laws {
  private Laws() {}

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  static List<String> bodies(List<Delivery> deliveries) {
    return deliveries.stream().map(it -> it.getBody().toStringUtf8()).toList();
  }
}
