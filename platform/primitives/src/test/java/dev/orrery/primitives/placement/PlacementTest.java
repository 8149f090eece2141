package dev.orrery.primitives.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final List<Function<Set<String>, KeyPlacement>> PLACEMENTS =
      List.of(HashRing::new, Rendezvous::new);

  @Test
  void aNodeThatLeavesHandsItsKeysToTheNextInLine() {
    for (Function<Set<String>, KeyPlacement> make : PLACEMENTS) {
      KeyPlacement four = make.apply(Set.of("a", "b", "c", "d"));
      KeyPlacement three = make.apply(Set.of("a", "b", "c"));
      for (int i = 0; i < 2_000; i++) {
        List<String> before = four.nodesFor("key-" + i, 4);
        List<String> expected = before.stream().filter(node -> !node.equals("d")).toList();
        assertThat(three.nodesFor("key-" + i, 3)).isEqualTo(expected);
      }
    }
  }

  @Test
  void aNewcomerOfFiveTakesAboutAFifth() {
    for (Function<Set<String>, KeyPlacement> make : PLACEMENTS) {
      KeyPlacement four = make.apply(Set.of("a", "b", "c", "d"));
      KeyPlacement five = make.apply(Set.of("a", "b", "c", "d", "e"));
      int moved = 0;
      for (int i = 0; i < 10_000; i++) {
        if (!four.nodesFor("key-" + i, 1).equals(five.nodesFor("key-" + i, 1))) {
          moved++;
        }
      }
      assertThat(moved).isBetween(1_600, 2_400);
    }
  }

  @Test
  void noNodesNoPlace() {
    for (Function<Set<String>, KeyPlacement> make : PLACEMENTS) {
      assertThat(make.apply(Set.of()).nodesFor("key", 2)).isEmpty();
    }
    assertThatThrownBy(() -> new HashRing(Set.of("a"), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theHashIsTheSameForEver() {
    assertThat(Hash64.of(new byte[0])).isEqualTo(Hash64.mix(0xcbf29ce484222325L));
    assertThat(Hash64.of("a".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Hash64.mix(0xaf63dc4c8601ec8cL));
  }
}
