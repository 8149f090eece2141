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
  private static final int FEW_CASES = 20;

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
    for (int seed = 1; seed <= SEEDS; seed++) {
      assertThat(isRejected(contract, twin.subject(), seed))
          .as("%s is rejected on seed %d", twin.name(), seed)
          .isTrue();
    }
    if (Boolean.getBoolean("stories")) {
      Verdict verdict = Judge.standard().judge(contract, twin.subject(), 1);
      System.out.println(point.name() + " rejects " + twin.name() + "\n" + explain(verdict));
    }
  }

  /// Whether any law is broken; what is broken is not shrunk. A seed draws the same cases whatever
  /// their number, so a few of each law are tried before all of any.
  private static <S> boolean isRejected(Contract<S> contract, S subject, int seed) {
    return Stream.of(FEW_CASES, Judge.standard().tries())
        .map(tries -> new Judge(tries, 0))
        .anyMatch(judge ->
            contract.laws().reversed().stream()
                .anyMatch(law -> !judge.judge(law, subject, seed).accepted()));
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
