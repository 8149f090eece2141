package dev.orrery.tracing.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import dev.orrery.tracing.core.trace.ErrorsLast;
import dev.orrery.tracing.core.trace.OldestFirst;
import dev.orrery.tracing.core.trace.TraceEviction;
import dev.orrery.tracing.core.trace.TraceId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// `tracing.eviction`. The subject is a factory: each case needs a fresh policy.
public final class EvictionSwapPoint implements SwapPoint<Supplier<TraceEviction>> {
  static final String NAME = "tracing.eviction";
  static final String OLDEST_FIRST = "oldest-first";

  private enum Act {
    SPAN,
    FAILED_SPAN,
    EXPIRE,
    EVICT
  }

  private record Step(Act act, int trace) {
    TraceId id() {
      return new TraceId(0, trace);
    }

    @Override
    public String toString() {
      return switch (act) {
        case SPAN -> "span of " + trace;
        case FAILED_SPAN -> "failed span of " + trace;
        case EXPIRE -> trace + " expires";
        case EVICT -> "evict";
      };
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "Chooses which trace leaves when the store is full.";
  }

  @Override
  public Class<?> type() {
    return TraceEviction.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without arguments";
  }

  @Override
  public Supplier<TraceEviction> instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    var constructor = implementation.asSubclass(TraceEviction.class).getConstructor();
    constructor.newInstance();
    return () -> {
      try {
        return constructor.newInstance();
      } catch (ReflectiveOperationException failure) {
        throw new IllegalStateException(failure);
      }
    };
  }

  @Override
  public Contract<Supplier<TraceEviction>> contract() {
    return Contract.of(
        Contract.ANY,
        law(
            "a victim is resident, and each resident is a victim at last",
            (policies, steps) -> run(policies.get(), steps)));
  }

  @Override
  public Map<String, Contract<Supplier<TraceEviction>>> named() {
    return Map.of(
        OLDEST_FIRST,
        Contract.of(
            OLDEST_FIRST,
            law(
                "the victims are in order of their first span",
                (policies, steps) ->
                    assertThat(run(policies.get(), steps))
                        .isEqualTo(run(new OldestFirst(), steps)))));
  }

  private static Law<Supplier<TraceEviction>, List<Step>> law(
      String name, Law.Check<Supplier<TraceEviction>, List<Step>> check) {
    Arbitrary<Step> step =
        Combinators.combine(Arbitraries.of(Act.values()), Arbitraries.integers().between(1, 5))
            .as(Step::new);
    return Law.of(
        name,
        step.list().ofMaxSize(25),
        steps -> steps.stream().map(Step::toString).collect(Collectors.joining("; ")),
        check);
  }

  /// Takes the steps, then evicts until nothing is left.
  ///
  /// @return the victims in order
  private static List<Long> run(TraceEviction policy, List<Step> steps) {
    LinkedHashSet<TraceId> residents = new LinkedHashSet<>();
    List<Long> victims = new ArrayList<>();
    for (Step step : steps) {
      switch (step.act()) {
        case SPAN, FAILED_SPAN -> {
          policy.grew(step.id(), step.act() == Act.FAILED_SPAN);
          residents.add(step.id());
        }
        case EXPIRE -> {
          policy.removed(step.id());
          residents.remove(step.id());
        }
        case EVICT -> evict(policy, residents, victims);
      }
    }
    while (!residents.isEmpty()) {
      evict(policy, residents, victims);
    }
    return victims;
  }

  private static void evict(TraceEviction policy, Set<TraceId> residents, List<Long> victims) {
    if (!residents.isEmpty()) {
      TraceId victim = policy.victim();
      victims.add(victim.low());
      assertThat(residents.remove(victim)).as("victim %d is resident", victim.low()).isTrue();
    }
  }

  @Override
  public Map<String, Supplier<TraceEviction>> builtIns() {
    return Map.of(OLDEST_FIRST, OldestFirst::new, "errors-last", ErrorsLast::new);
  }

  @Override
  public List<WrongTwin<Supplier<TraceEviction>>> wrongTwins() {
    return List.of(
        new WrongTwin<>(
            "newest-first",
            "lets the newest trace go",
            OLDEST_FIRST,
            WrongEvictions.NewestFirst::new),
        new WrongTwin<>(
            "last-grown",
            "takes a trace that grows for a new one",
            OLDEST_FIRST,
            WrongEvictions.LeastRecentlyGrown::new),
        new WrongTwin<>(
            "keeps-expired",
            "offers a trace that has left already",
            Contract.ANY,
            WrongEvictions.KeepsExpired::new),
        new WrongTwin<>(
            "never-errors",
            "never lets a trace with an error go",
            Contract.ANY,
            WrongEvictions.NeverErrors::new),
        new WrongTwin<>(
            "twice",
            "takes a trace with two spans for two traces",
            Contract.ANY,
            WrongEvictions.OnePerSpan::new));
  }
}
