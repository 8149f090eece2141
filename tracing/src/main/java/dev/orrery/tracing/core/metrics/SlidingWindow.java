package dev.orrery.tracing.core.metrics;

import java.util.ArrayDeque;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// The recent past in slots of equal length: what happens is added to the newest slot, what is
/// asked is summed over the slots of the window. Old slots fall off; nothing has to be subtracted,
/// which for quantiles would not be possible anyway.
///
/// ```
///        window of 15 s asked at ▼
///   | 0-5 | 5-10 | 10-15 | 15-20 |     whole slots: it may reach up to one slot further back
///           └──────┴───────┘
/// ```
///
/// Not thread-safe.
///
/// @param <T> what a slot holds
final class SlidingWindow<T> {
  private record Slot<T>(long number, T content) {}

  private final long slotNanos;
  private final int maximumSlots;
  private final Supplier<T> empty;
  private final ArrayDeque<Slot<T>> slots = new ArrayDeque<>();

  SlidingWindow(long slotNanos, int maximumSlots, Supplier<T> empty) {
    this.slotNanos = slotNanos;
    this.maximumSlots = maximumSlots;
    this.empty = empty;
  }

  /// The slot of now. A time before the newest slot's counts as that slot's.
  T at(long now) {
    long number = Math.floorDiv(now, slotNanos);
    if (slots.isEmpty() || slots.getLast().number() < number) {
      slots.addLast(new Slot<>(number, empty.get()));
      while (slots.getFirst().number() <= number - maximumSlots) {
        slots.removeFirst();
      }
    }
    return slots.getLast().content();
  }

  /// Hands the slots of the window to `adder`, oldest first, with the sum.
  <S> S sum(long now, long windowNanos, S sum, BiConsumer<S, T> adder) {
    long from = Math.floorDiv(now - windowNanos, slotNanos);
    for (Slot<T> slot : slots) {
      if (slot.number() >= from) {
        adder.accept(sum, slot.content());
      }
    }
    return sum;
  }
}
