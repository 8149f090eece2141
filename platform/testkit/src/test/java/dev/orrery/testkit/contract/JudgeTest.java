package dev.orrery.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The judge of all contracts, judged: a bounded stack, right and wrong.
class JudgeTest {
  private static final int CAPACITY = 3;

  /// The swappable thing.
  private interface Stack {
    void push(int value);

    int size();
  }

  private interface StackFactory {
    Stack make(int capacity);
  }

  /// Drops what exceeds its capacity plus `excess`.
  private static StackFactory holding(int excess) {
    return capacity ->
        new Stack() {
          private final List<Integer> values = new ArrayList<>();

          @Override
          public void push(int value) {
            if (values.size() < capacity + excess) {
              values.add(value);
            }
          }

          @Override
          public int size() {
            return values.size();
          }
        };
  }

  private record Step(String name, int value) {
    @Override
    public String toString() {
      return name + " " + value;
    }
  }

  private static Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of("push", "look"), Arbitraries.integers().between(0, 100))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  private static String story(List<Step> steps) {
    return steps.stream().map(Step::toString).collect(Collectors.joining("; "));
  }

  private static final Law<StackFactory, List<Step>> NEVER_OVER_CAPACITY =
      Law.of(
          "never holds more than its capacity",
          steps(),
          JudgeTest::story,
          (factory, steps) -> {
            Stack stack = factory.make(CAPACITY);
            for (Step step : steps) {
              if (step.name().equals("push")) {
                stack.push(step.value());
              }
              if (stack.size() > CAPACITY) {
                throw new AssertionError("holds " + stack.size() + " of " + CAPACITY);
              }
            }
          });

  private static final Law<StackFactory, List<Step>> HOLDS_WHAT_FITS =
      Law.of(
          "holds what fits",
          steps(),
          JudgeTest::story,
          (factory, steps) -> {
            Stack stack = factory.make(CAPACITY);
            long pushed = 0;
            for (Step step : steps) {
              if (step.name().equals("push")) {
                stack.push(step.value());
                pushed++;
              }
              assertThat(stack.size()).isEqualTo((int) Math.min(pushed, CAPACITY));
            }
          });

  private static final Contract<StackFactory> CONTRACT =
      Contract.of(Contract.ANY, NEVER_OVER_CAPACITY, HOLDS_WHAT_FITS);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void acceptsTheRightOneAndRejectsTheWrongTwinsOnTwentySeeds(long seed) {
    Judge judge = Judge.standard();
    assertThat(judge.judge(CONTRACT, holding(0), seed))
        .isEqualTo(new Verdict.Accepted(2 * judge.tries()));
    assertThat(judge.judge(CONTRACT, holding(1), seed).accepted()).isFalse();
    assertThat(judge.judge(CONTRACT, holding(-1), seed).accepted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void shrinksToTheSmallestStoryOnTwentySeeds(long seed) {
    Verdict.Rejected rejected =
        (Verdict.Rejected) Judge.standard().judge(CONTRACT, holding(1), seed);
    assertThat(rejected.story()).isEqualTo("push 0; push 0; push 0; push 0");
    assertThat(rejected.law()).isEqualTo("never holds more than its capacity");
    assertThat(rejected.reason()).isEqualTo("holds 4 of 3");
    assertThat(rejected.explain())
        .contains("broke the law: never holds more", "story:  push 0; push 0", "seed:   " + seed);
  }

  @Test
  void theSameSeedGivesTheSameVerdict() {
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(Judge.standard().judge(CONTRACT, holding(1), seed))
          .isEqualTo(Judge.standard().judge(CONTRACT, holding(1), seed));
    }
  }

  /// Which cases a seed draws.
  private static List<String> drawn(long seed) {
    List<String> cases = new ArrayList<>();
    Law<StackFactory, List<Step>> recording =
        Law.of("records", steps(), JudgeTest::story, (factory, steps) -> cases.add(story(steps)));
    Judge.standard().judge(recording, holding(0), seed);
    return cases;
  }

  @Test
  void theSameSeedDrawsTheSameCasesAndAnotherOthers() {
    assertThat(drawn(7))
        .hasSize(Judge.standard().tries())
        .isEqualTo(drawn(7))
        .isNotEqualTo(drawn(8));
  }

  @Test
  void whatWasJudgedBeforeDoesNotChangeTheCases() {
    List<String> alone = drawn(7);
    Judge.standard().judge(CONTRACT, holding(1), 3);
    assertThat(drawn(7)).isEqualTo(alone);
  }

  @Test
  void aSubjectThatThrowsOrOverflowsTheStackIsRejectedNotFatal() {
    StackFactory throwing =
        capacity -> {
          throw new IllegalStateException("no memory of " + capacity);
        };
    assertThat(Judge.standard().judge(CONTRACT, throwing, 1))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected ->
                assertThat(rejected.reason()).contains("IllegalStateException: no memory of 3"));
    StackFactory endless =
        new StackFactory() {
          @Override
          @SuppressWarnings("InfiniteRecursion")
          public Stack make(int capacity) {
            return this.make(capacity);
          }
        };
    assertThat(Judge.standard().judge(CONTRACT, endless, 1).accepted()).isFalse();
  }

  @Test
  void shrinkingStopsAtItsBound() {
    Verdict.Rejected unshrunk = (Verdict.Rejected) new Judge(300, 0).judge(CONTRACT, holding(1), 1);
    assertThat(unshrunk.shrinks()).isZero();
    Verdict.Rejected few = (Verdict.Rejected) new Judge(300, 3).judge(CONTRACT, holding(1), 1);
    assertThat(few.shrinks()).isLessThanOrEqualTo(3);
  }

  @Test
  void theJUnitTestsOfAContractFailWithTheStory() throws Throwable {
    for (var test : CONTRACT.tests(() -> holding(0)).toList()) {
      test.getExecutable().execute();
    }
    var tests = CONTRACT.tests(() -> holding(1)).toList();
    assertThat(tests).hasSize(2);
    assertThatThrownBy(() -> tests.getFirst().getExecutable().execute())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("story:  push 0; push 0; push 0; push 0");
  }

  @Test
  void aContractWithoutLawsIsRefused() {
    assertThatThrownBy(() -> new Contract<Stack>("empty", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
