package dev.orrery.primitives.timerwheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/// The wheel fires exactly the timers whose tick has come, in their order.
class TimerWheelProperties {
  @Property
  void firesWhatAListWouldFire(
      @ForAll @LongRange(min = 1, max = 1_000) long tick,
      @ForAll @Size(max = 40) List<@LongRange(min = 0, max = 1L << 34) Long> delays,
      @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 1L << 32) Long> pauses) {
    long start = Long.MAX_VALUE - 1_000;
    TimerWheel<Integer> wheel = new TimerWheel<>(tick, start);
    Map<Integer, Long> running = new TreeMap<>();
    for (int i = 0; i < delays.size(); i++) {
      wheel.schedule(start + delays.get(i), i);
      running.put(i, Math.ceilDiv(delays.get(i), tick));
    }
    long elapsed = 0;
    for (long pause : pauses) {
      elapsed += pause;
      long ticks = elapsed / tick;
      List<Integer> due =
          running.entrySet().stream()
              .filter(timer -> timer.getValue() <= ticks)
              .map(Map.Entry::getKey)
              .toList();
      assertThat(wheel.advance(start + elapsed)).containsExactlyInAnyOrderElementsOf(due);
      running.keySet().removeAll(due);
      assertThat(wheel.nextDeadline().isPresent()).isEqualTo(!running.isEmpty());
    }
  }

  @Property
  void firesInTheOrderOfTheTicks(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 9_000) Integer> delays) {
    TimerWheel<Integer> wheel = new TimerWheel<>(1, 0);
    delays.forEach(delay -> wheel.schedule(delay, delay));
    assertThat(wheel.advance(10_000)).isEqualTo(delays.stream().sorted().toList());
  }

  @Example
  void wakesAtMostOnceALevelForATimerFarAway() {
    TimerWheel<String> wheel = new TimerWheel<>(1, 0);
    wheel.schedule(123_456_789, "far");
    List<String> fired = new ArrayList<>();
    int wakes = 0;
    while (fired.isEmpty()) {
      fired.addAll(wheel.advance(wheel.nextDeadline().orElseThrow()));
      wakes++;
    }
    assertThat(wakes).isLessThanOrEqualTo(5);
    assertThat(fired).containsExactly("far");
  }

  @Example
  void aCancelledTimerIsGoneWhereverItWaits() {
    TimerWheel<String> wheel = new TimerWheel<>(1, 0);
    Timers.Timer overdue = wheel.schedule(-5, "overdue");
    Timers.Timer near = wheel.schedule(10, "near");
    Timers.Timer far = wheel.schedule(10_000, "far");
    assertThat(overdue.cancel()).isTrue();
    assertThat(near.cancel()).isTrue();
    assertThat(far.cancel()).isTrue();
    assertThat(far.cancel()).isFalse();
    assertThat(wheel.nextDeadline()).isEmpty();
    assertThat(wheel.advance(20_000)).isEmpty();
  }
}
