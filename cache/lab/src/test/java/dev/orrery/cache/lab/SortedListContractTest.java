package dev.orrery.cache.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.orrery.cache.core.sortedlist.SortedList;
import dev.orrery.cache.lab.sortedlist.SortedListSwapPoint;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.Verdict;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SortedListContractTest {
  private static final SortedListSwapPoint SWAP_POINT = new SortedListSwapPoint();

  /// On twenty seeds fewer cases a seed will do, and a twin need not be shrunk to be rejected.
  private static final Judge QUICK = new Judge(100, 0);

  private static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @TestFactory
  Stream<DynamicTest> builtInsAreAccepted() {
    return SWAP_POINT.builtIns().entrySet().stream()
        .map(builtIn ->
            dynamicTest(
                builtIn.getKey(),
                () ->
                    seeds()
                        .forEach(seed ->
                            assertThat(judge(builtIn.getValue(), seed))
                                .isInstanceOf(Verdict.Accepted.class))));
  }

  @TestFactory
  Stream<DynamicTest> wrongTwinsAreRejectedOnEverySeed() {
    return SWAP_POINT.wrongTwins().stream()
        .map(twin ->
            dynamicTest(
                twin.name(),
                () ->
                    seeds()
                        .forEach(seed ->
                            assertThat(judge(twin.subject(), seed))
                                .isInstanceOf(Verdict.Rejected.class))));
  }

  @Test
  void aCounterexampleIsShrunkToAFewSteps() {
    Supplier<SortedList> twin =
        SWAP_POINT.wrongTwins().stream()
            .filter(wrong -> wrong.name().equals("ties-by-insertion"))
            .findFirst()
            .orElseThrow()
            .subject();
    Verdict.Rejected rejected =
        (Verdict.Rejected) Judge.standard().judge(SWAP_POINT.contract(), twin, 1);
    assertThat(rejected.story().split(";")).hasSizeLessThanOrEqualTo(4);
    assertThat(rejected.explain()).contains("expected [");
  }

  private static Verdict judge(Supplier<SortedList> subject, long seed) {
    return QUICK.judge(SWAP_POINT.contract(), subject, seed);
  }
}
