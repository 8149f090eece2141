package dev.orrery.system.judging;

import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.testkit.contract.ComponentContract;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.Verdict;
import dev.orrery.testkit.lab.Lab;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// Every contract on the class path: of swap points and of whole components.
public final class Contracts {
  /// How many fixed seeds a verdict is made of: 1, 2, …
  public static final int SEEDS = 20;

  private static final int REHEARSED_CASES = 20;

  private final SequencedMap<String, SwapPoint<?>> swapPoints = new TreeMap<>();
  private final SequencedMap<String, ComponentContract> components = new TreeMap<>();

  public Contracts() {
    ServiceLoader.load(SwapPoint.class).forEach(point -> swapPoints.put(point.name(), point));
    ServiceLoader.load(ComponentContract.class)
        .forEach(contract -> components.put(contract.name(), contract));
  }

  public SequencedMap<String, SwapPoint<?>> swapPoints() {
    return swapPoints;
  }

  public SequencedMap<String, ComponentContract> components() {
    return components;
  }

  public static List<Lab> labs() {
    List<Lab> labs = new ArrayList<>();
    ServiceLoader.load(Lab.class).forEach(labs::add);
    labs.sort((left, right) -> left.component().compareTo(right.component()));
    return labs;
  }

  /// Judges by one seed.
  @FunctionalInterface
  interface SeedJudge {
    Verdict judge(Judge judge, long seed);
  }

  /// Makes ready to judge a class at a swap point: first by the contract of the named algorithm,
  /// where one is named, since what it says of a wrong implementation is more to the point; then by
  /// the generic contract.
  ///
  /// @param as an algorithm's short name, or [Contract#ANY]
  /// @param trial sees each case
  /// @throws ConfigurationException when the point, the algorithm or the class does not fit
  SeedJudge bySeed(String point, String as, Class<?> implementation, Trial trial) {
    return bySeed(swapPoint(point), as, implementation, trial);
  }

  private static <S> SeedJudge bySeed(
      SwapPoint<S> point, String as, Class<?> implementation, Trial trial) {
    List<Contract<S>> contracts = contracts(point, as).stream().map(trial::observed).toList();
    S subject = instantiate(point, implementation);
    return (judge, seed) -> judge(judge, contracts, subject, seed);
  }

  /// Tries a few cases on what ships, so that the classes of the contract are loaded and compiled
  /// before somebody waits for them.
  void rehearse(String point) {
    rehearse(swapPoint(point));
  }

  private static <S> void rehearse(SwapPoint<S> point) {
    point.builtIns().values().stream()
        .findFirst()
        .ifPresent(builtIn -> new Judge(REHEARSED_CASES, 1).judge(point.contract(), builtIn, 1));
  }

  private SwapPoint<?> swapPoint(String name) {
    SwapPoint<?> point = swapPoints.get(name);
    if (point == null) {
      throw new ConfigurationException(
          "there is no swap point '"
              + name
              + "'; there are "
              + String.join(", ", swapPoints.sequencedKeySet()));
    }
    return point;
  }

  private static <S> List<Contract<S>> contracts(SwapPoint<S> point, String as) {
    if (as.equals(Contract.ANY)) {
      return List.of(point.contract());
    }
    Contract<S> named = point.named().get(as);
    if (named == null) {
      throw new ConfigurationException(
          point.name()
              + " has no contract named '"
              + as
              + "'; it has "
              + String.join(", ", point.named().keySet()));
    }
    return List.of(named, point.contract());
  }

  private static <S> Verdict judge(Judge judge, List<Contract<S>> contracts, S subject, long seed) {
    int cases = 0;
    for (Contract<S> contract : contracts) {
      switch (judge.judge(contract, subject, seed)) {
        case Verdict.Rejected rejected -> {
          return rejected;
        }
        case Verdict.Accepted accepted -> cases += accepted.cases();
      }
    }
    return new Verdict.Accepted(cases);
  }

  private static <S> S instantiate(SwapPoint<S> point, Class<?> implementation) {
    try {
      return point.instantiate(implementation);
    } catch (ReflectiveOperationException | ClassCastException | IllegalArgumentException unfit) {
      throw new ConfigurationException(
          implementation.getName()
              + " does not fit "
              + point.name()
              + ": it must implement "
              + point.type().getName()
              + " and have "
              + point.constructor()
              + (unfit.getMessage() == null ? "" : " (" + unfit.getMessage() + ")"));
    }
  }

  /// Judges a whole component over its contract.
  ///
  /// @throws ConfigurationException when there is no contract for the component
  public Verdict judgeComponent(String component, Channel target) {
    ComponentContract contract = components.get(component);
    if (contract == null) {
      throw new ConfigurationException(
          "there is no component contract '"
              + component
              + "'; there are "
              + String.join(", ", components.sequencedKeySet()));
    }
    return new Judge(contract.tries(), 200).judge(contract.contract(), target, 1);
  }
}
