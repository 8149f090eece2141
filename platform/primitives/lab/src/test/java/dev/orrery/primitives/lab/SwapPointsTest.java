package dev.orrery.primitives.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.Verdict;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The contracts of the primitives accept what is right and reject what is wrong.
class SwapPointsTest {
  private static final int SEEDS = 20;
  private static final int ACCEPTING_SEEDS = 2;

  @TestFactory
  Stream<DynamicTest> builtInsAreAccepted() {
    return swapPoints().flatMap(SwapPointsTest::acceptances);
  }

  @TestFactory
  Stream<DynamicTest> wrongTwinsAreRejectedOnEverySeed() {
    return swapPoints().flatMap(SwapPointsTest::rejections);
  }

  private static <S> Stream<DynamicTest> acceptances(SwapPoint<S> point) {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, S> builtIn : point.builtIns().entrySet()) {
      Contract<S> contract = point.named().getOrDefault(builtIn.getKey(), point.contract());
      tests.add(
          dynamicTest(
              point.name() + " as " + contract.name() + ": " + builtIn.getKey(),
              () -> {
                for (int seed = 1; seed <= ACCEPTING_SEEDS; seed++) {
                  Verdict verdict = Judge.standard().judge(contract, builtIn.getValue(), seed);
                  assertThat(explain(verdict)).isEqualTo("accepted");
                }
              }));
    }
    return tests.stream();
  }

  private static <S> Stream<DynamicTest> rejections(SwapPoint<S> point) {
    return point.wrongTwins().stream()
        .map(twin ->
            dynamicTest(point.name() + " rejects " + twin.name(), () -> rejects(point, twin)));
  }

  private static <S> void rejects(SwapPoint<S> point, WrongTwin<S> twin) {
    Contract<S> contract =
        twin.against().equals(Contract.ANY)
            ? point.contract()
            : Objects.requireNonNull(point.named().get(twin.against()), twin.against());
    boolean tell = Boolean.getBoolean("stories");
    Judge judge = tell ? Judge.standard() : new Judge(Judge.standard().tries(), 0);
    for (int seed = 1; seed <= SEEDS; seed++) {
      Verdict verdict = judge.judge(contract, twin.subject(), seed);
      assertThat(verdict.accepted()).as("accepted %s on seed %d", twin.name(), seed).isFalse();
      if (seed == 1 && tell) {
        System.out.println(point.name() + " rejects " + twin.name() + "\n" + explain(verdict));
      }
    }
  }

  private static String explain(Verdict verdict) {
    return verdict instanceof Verdict.Rejected rejected ? rejected.explain() : "accepted";
  }

  private static Stream<SwapPoint<?>> swapPoints() {
    List<SwapPoint<?>> found = new ArrayList<>();
    ServiceLoader.load(SwapPoint.class).forEach(found::add);
    assertThat(found).isNotEmpty();
    return found.stream();
  }
}
