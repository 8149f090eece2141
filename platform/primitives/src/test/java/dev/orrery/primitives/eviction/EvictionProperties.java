package dev.orrery.primitives.eviction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// The policies keep their bounds and evict whom their name says.
class EvictionProperties {
  private static final List<LongFunction<EvictionPolicy<Integer>>> POLICIES =
      EvictionPolicies.byName().values().stream()
          .<LongFunction<EvictionPolicy<Integer>>>map(maker -> maker::create)
          .toList();

  @Property
  void residentsWeighWhatIsUsedAndNeverMoreThanTheCapacity(
      @ForAll @IntRange(min = 0, max = 20) int capacity,
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 999) Integer> draws) {
    for (LongFunction<EvictionPolicy<Integer>> make : POLICIES) {
      EvictionPolicy<Integer> policy = make.apply(capacity);
      Map<Integer, Integer> residents = new TreeMap<>();
      for (int draw : draws) {
        int key = draw % 10;
        int weight = draw / 10 % 10;
        if (draw / 100 == 0) {
          policy.remove(key);
          residents.remove(key);
        } else {
          residents.put(key, weight);
          policy
              .access(key, weight)
              .forEach(victim -> assertThat(residents.remove(victim)).isNotNull());
        }
        int held = residents.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(policy.usedBytes()).isEqualTo(held).isLessThanOrEqualTo(capacity);
      }
    }
  }

  @Property
  void lruKeepsTheLastDistinctKeys(
      @ForAll @IntRange(min = 1, max = 6) int capacity,
      @ForAll @Size(max = 100) List<@IntRange(min = 0, max = 9) Integer> keys) {
    Lru<Integer> lru = new Lru<>(capacity);
    List<Integer> order = new ArrayList<>();
    for (Integer key : keys) {
      order.remove(key);
      order.add(key);
      List<Integer> expected = order.size() > capacity ? List.of(order.removeFirst()) : List.of();
      assertThat(lru.access(key, 1)).isEqualTo(expected);
    }
  }

  @Example
  void lfuSparesTheNewcomerAndForgetsWhoLeft() {
    Lfu<String> lfu = new Lfu<>(2);
    lfu.access("a", 1);
    lfu.access("a", 1);
    lfu.access("b", 1);
    assertThat(lfu.access("c", 1)).containsExactly("b");
    assertThat(lfu.access("b", 1)).containsExactly("c");
    lfu.remove("a");
    assertThat(lfu.access("a", 1)).isEmpty();
    lfu.access("b", 1);
    assertThat(lfu.access("d", 1)).containsExactly("a");
  }

  @Example
  void aKeyHeavierThanTheCapacityLeavesTheOthersAlone() {
    for (LongFunction<EvictionPolicy<Integer>> make : POLICIES) {
      EvictionPolicy<Integer> policy = make.apply(10);
      policy.access(1, 10);
      assertThat(policy.access(2, 11)).containsExactly(2);
      assertThat(policy.usedBytes()).isEqualTo(10);
      assertThat(policy.access(1, 11)).containsExactly(1);
      assertThat(policy.usedBytes()).isZero();
    }
  }

  @Example
  void impossibleNumbersAreRefused() {
    for (LongFunction<EvictionPolicy<Integer>> make : POLICIES) {
      assertThatThrownBy(() -> make.apply(-1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> make.apply(5).access(1, -1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
