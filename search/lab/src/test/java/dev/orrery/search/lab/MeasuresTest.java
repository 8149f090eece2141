package dev.orrery.search.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.orrery.search.lab.relevance.Measures;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  @Test
  void ndcgIsTheShareOfTheBestOrder() {
    Map<String, Integer> grades = Map.of("a", 3, "b", 1, "c", 0);
    assertThat(Measures.ndcg(List.of("a", "b"), grades, 10)).isEqualTo(1);
    // (1/log2(2) + 3/log2(3)) / (3/log2(2) + 1/log2(3))
    assertThat(Measures.ndcg(List.of("b", "a"), grades, 10)).isCloseTo(0.7967, within(1e-4));
    assertThat(Measures.ndcg(List.of("c", "x"), grades, 10)).isZero();
    assertThat(Measures.ndcg(List.of("x", "a"), grades, 1)).isZero();
  }

  @Test
  void averagePrecisionMissesWhatIsNotRanked() {
    Set<String> relevant = Set.of("a", "b", "c");
    assertThat(Measures.averagePrecision(List.of("a", "x", "b"), relevant))
        .isCloseTo((1 + 2.0 / 3) / 3, within(1e-9));
    assertThat(Measures.averagePrecision(List.of(), relevant)).isZero();
  }
}
