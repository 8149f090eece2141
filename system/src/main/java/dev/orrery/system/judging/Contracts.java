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

  /// Judges a class at a swap point: first by the contract of the named algorithm, where one is
  /// named, since what it says of a wrong implementation is more to the point; then by the generic
  /// contract.
  ///
  /// @param as an algorithm's short name, or [Contract#ANY]
  /// @throws ConfigurationException when the point, the algorithm or the class does not fit
  public Verdict judge(String point, Class<?> implementation, String as) {
    SwapPoint<?> swapPoint = swapPoints.get(point);
    if (swapPoint == null) {
      throw new ConfigurationException(
          "there is no swap point '"
              + point
              + "'; there are "
              + String.join(", ", swapPoints.sequencedKeySet()));
    }
    return judgeAt(swapPoint, implementation, as);
  }

  private static <S> Verdict judgeAt(SwapPoint<S> point, Class<?> implementation, String as) {
    List<Contract<S>> contracts = new ArrayList<>();
    if (!as.equals(Contract.ANY)) {
      Contract<S> named = point.named().get(as);
      if (named == null) {
        throw new ConfigurationException(
            point.name()
                + " has no contract named '"
                + as
                + "'; it has "
                + String.join(", ", point.named().keySet()));
      }
      contracts.add(named);
    }
    contracts.add(point.contract());
    S subject = instantiate(point, implementation);
    int cases = 0;
    for (Contract<S> contract : contracts) {
      for (long seed = 1; seed <= SEEDS; seed++) {
        switch (Judge.standard().judge(contract, subject, seed)) {
          case Verdict.Rejected rejected -> {
            return rejected;
          }
          case Verdict.Accepted accepted -> cases += accepted.cases();
        }
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
              + point.constructor());
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
