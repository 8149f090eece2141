package dev.orrery.cache.core.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// A list beside an `ArrayList`, under random changes, with nodes of different sizes.
class ListProperties {
  private static final int STEPS = 120;
  private static final int ELEMENTS = 6;

  @Property(tries = 100)
  void behavesLikeAnArrayList(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int limit) {
    Random random = new Random(seed);
    ListValue list = new ListValue();
    List<String> model = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      step(random, list, model, limit);
      assertThat(contents(list)).isEqualTo(model);
    }
    assertThat(contents((ListValue) list.copy())).isEqualTo(model);
  }

  private static void step(Random random, ListValue list, List<String> model, int limit) {
    String element = "x".repeat(random.nextInt(ELEMENTS) == 0 ? 300 : random.nextInt(ELEMENTS));
    byte[] bytes = element.getBytes(StandardCharsets.US_ASCII);
    boolean front = random.nextBoolean();
    int index = random.nextInt(model.size() + 1);
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        list.push(bytes, front, limit);
        model.add(front ? 0 : model.size(), element);
      }
      case 2 -> {
        list.insert(index, bytes, limit);
        model.add(index, element);
      }
      case 3 -> {
        if (index < model.size()) {
          list.set(index, bytes, limit);
          model.set(index, element);
        }
      }
      case 4 -> {
        int to = Math.min(model.size(), index + random.nextInt(3));
        list.remove(index, to);
        model.subList(index, to).clear();
      }
      default -> {
        int most = random.nextInt(3);
        int removed = 0;
        while (model.contains(element) && (most == 0 || removed < most)) {
          model.remove(front ? model.indexOf(element) : model.lastIndexOf(element));
          removed++;
        }
        assertThat(list.removeEqual(bytes, most, front)).isEqualTo(removed);
      }
    }
  }

  private static List<String> contents(ListValue list) {
    List<String> elements = new ArrayList<>();
    list.walk(
        0, true, (_, element) -> elements.add(new String(element, StandardCharsets.US_ASCII)));
    return elements;
  }
}
