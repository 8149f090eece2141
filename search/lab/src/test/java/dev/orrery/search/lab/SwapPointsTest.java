package dev.orrery.search.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.orrery.search.lab.scorer.ScorerSwapPoint;
import dev.orrery.search.lab.topk.TopKSwapPoint;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SwapPointsTest {
  /// On twenty seeds fewer cases a seed will do, and a twin need not be shrunk to be rejected.
  private static final Judge QUICK = new Judge(100, 0);

  private static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  private static Stream<SwapPoint<?>> swapPoints() {
    return Stream.of(new ScorerSwapPoint(), new TopKSwapPoint());
  }

  @TestFactory
  Stream<DynamicTest> builtInsAreAccepted() {
    return swapPoints().flatMap(SwapPointsTest::acceptances);
  }

  private static <S> Stream<DynamicTest> acceptances(SwapPoint<S> point) {
    return point.builtIns().entrySet().stream()
        .flatMap(builtIn ->
            Stream.of(point.contract(), point.named().get(builtIn.getKey()))
                .filter(contract -> contract != null)
                .map(contract ->
                    dynamicTest(
                        builtIn.getKey() + " as " + contract.name(),
                        () ->
                            seeds()
                                .forEach(seed ->
                                    assertThat(QUICK.judge(contract, builtIn.getValue(), seed))
                                        .isInstanceOf(Verdict.Accepted.class)))));
  }

  @TestFactory
  Stream<DynamicTest> wrongTwinsAreRejectedOnEverySeed() {
    return swapPoints().flatMap(SwapPointsTest::rejections);
  }

  private static <S> Stream<DynamicTest> rejections(SwapPoint<S> point) {
    return point.wrongTwins().stream()
        .map(twin -> {
          Contract<S> contract =
              twin.against().equals(Contract.ANY)
                  ? point.contract()
                  : Objects.requireNonNull(point.named().get(twin.against()));
          return dynamicTest(
              twin.name(),
              () ->
                  seeds()
                      .forEach(seed ->
                          assertThat(QUICK.judge(contract, twin.subject(), seed))
                              .as("seed %d", seed)
                              .isInstanceOf(Verdict.Rejected.class)));
        });
  }

  @Test
  void aCounterexampleIsShrunkToAFewHits() {
    TopKSwapPoint point = new TopKSwapPoint();
    Verdict verdict =
        Judge.standard()
            .judge(
                point.contract(),
                point.wrongTwins().stream()
                    .filter(twin -> twin.name().equals("loses-equal-ranks"))
                    .findFirst()
                    .orElseThrow()
                    .subject(),
                1);
    assertThat(((Verdict.Rejected) verdict).story()).hasSizeLessThan(80);
  }

  @Test
  void refusesAClassOfAnotherKind() {
    List<SwapPoint<?>> points = swapPoints().toList();
    for (SwapPoint<?> point : points) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> point.instantiate(String.class))
          .isInstanceOf(InstantiationException.class)
          .hasMessageContaining("does not implement");
    }
  }
}
