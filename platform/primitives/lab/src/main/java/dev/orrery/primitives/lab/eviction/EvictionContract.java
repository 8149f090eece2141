package dev.orrery.primitives.lab.eviction;

import dev.orrery.primitives.lab.eviction.EvictionCase.Step;
import dev.orrery.primitives.lab.eviction.ListPolicy.Entry;
import dev.orrery.primitives.lab.eviction.Observed.Access;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The laws of `cache.eviction`.
public final class EvictionContract {
  private EvictionContract() {}

  /// What every policy keeps.
  public static Contract<EvictionFactory> any() {
    return new Contract<>(Contract.ANY, generic());
  }

  /// Evicts as least recently used does.
  public static Contract<EvictionFactory> lru() {
    return named("lru", ListPolicy.BY_ACCESS, "least recently used");
  }

  /// Evicts as least frequently used does, with recency between equals.
  public static Contract<EvictionFactory> lfu() {
    return named(
        "lfu", ListPolicy.BY_COUNT, "least frequently used (the least recently used among equals)");
  }

  /// Evicts as first in, first out does.
  public static Contract<EvictionFactory> fifo() {
    return named("fifo", ListPolicy.BY_INSERTION, "first in");
  }

  private static List<Law<EvictionFactory, ?>> generic() {
    return List.of(
        law("never holds more than its capacity", EvictionContract::staysWithinCapacity),
        law("evicts only residents, each once", EvictionContract::evictsResidents),
        law("uses the bytes of its residents", EvictionContract::countsBytes),
        law("evicts nothing while everything fits", EvictionContract::evictsForAReason));
  }

  private static Contract<EvictionFactory> named(
      String name, Comparator<Entry> order, String title) {
    List<Law<EvictionFactory, ?>> laws = new ArrayList<>(generic());
    Law.Check<EvictionFactory, EvictionCase> inOrder =
        (factory, tried) -> evictsInOrder(factory, tried, order, title);
    laws.add(
        Law.of(
            "evicts what was " + title,
            EvictionCase.ofEqualWeights(),
            EvictionCase::story,
            inOrder));
    laws.add(
        Law.of(
            "evicts what was " + title + ", until the rest fits",
            EvictionCase.ofSteadyWeights(),
            EvictionCase::story,
            inOrder));
    return new Contract<>(name, laws);
  }

  private interface EachStep {
    void check(Observed observed, Map<String, Long> before, Optional<Access> access);
  }

  private static Law<EvictionFactory, EvictionCase> law(String name, EachStep eachStep) {
    return Law.of(
        name,
        EvictionCase.ofChangingWeights(),
        EvictionCase::story,
        (factory, tried) -> {
          Observed observed = new Observed(factory.create(tried.capacity()));
          for (Step step : tried.steps()) {
            Map<String, Long> before = new TreeMap<>(observed.residents);
            eachStep.check(observed, before, observed.apply(step));
          }
        });
  }

  private static void staysWithinCapacity(
      Observed observed, Map<String, Long> before, Optional<Access> access) {
    long weight = observed.weightOfResidents();
    long capacity = observed.policy.capacityBytes();
    if (weight > capacity) {
      throw new AssertionError(
          "holds " + weight + " bytes of a capacity of " + capacity + ": " + observed.residents);
    }
  }

  // An eviction of what is not resident is noticed by Observed itself.
  private static void evictsResidents(
      Observed observed, Map<String, Long> before, Optional<Access> access) {
    access.ifPresent(told -> {
      if (new TreeSet<>(told.evicted()).size() != told.evicted().size()) {
        throw new AssertionError("evicted twice: " + told.evicted());
      }
    });
  }

  private static void countsBytes(
      Observed observed, Map<String, Long> before, Optional<Access> access) {
    long used = observed.policy.usedBytes();
    if (used != observed.weightOfResidents()) {
      throw new AssertionError(
          "usedBytes is " + used + ", but the residents are " + observed.residents);
    }
  }

  private static void evictsForAReason(
      Observed observed, Map<String, Long> before, Optional<Access> access) {
    access.ifPresent(told -> {
      before.put(told.key(), told.weight());
      long wanted = before.values().stream().mapToLong(Long::longValue).sum();
      if (wanted <= observed.policy.capacityBytes() && !told.evicted().isEmpty()) {
        throw new AssertionError(
            evicted(told.evicted())
                + ", but "
                + before
                + " fit into "
                + observed.policy.capacityBytes());
      }
    });
  }

  private static void evictsInOrder(
      EvictionFactory factory, EvictionCase tried, Comparator<Entry> order, String title) {
    Observed observed = new Observed(factory.create(tried.capacity()));
    ListPolicy model = new ListPolicy(tried.capacity(), order);
    for (Step step : tried.steps()) {
      List<String> all = new ArrayList<>(observed.residents.keySet());
      Optional<Access> access = observed.apply(step);
      if (access.isEmpty()) {
        model.remove(step.key());
        continue;
      }
      Access told = access.get();
      if (told.weight() > tried.capacity() && containsAll(told, all)) {
        // Too heavy to stay; that it pushed out the others on its way is unwise, and allowed.
        all.forEach(model::remove);
        model.remove(told.key());
        continue;
      }
      List<String> expected = model.access(told.key(), told.weight());
      if (!new TreeSet<>(expected).equals(new TreeSet<>(told.evicted()))) {
        throw new AssertionError(
            evicted(told.evicted()) + ", but " + reason(expected, told, title));
      }
    }
  }

  private static boolean containsAll(Access told, List<String> residents) {
    return told.evicted().contains(told.key()) && told.evicted().containsAll(residents);
  }

  private static String evicted(List<String> keys) {
    return "evicted " + (keys.isEmpty() ? "nothing" : String.join(" and ", keys));
  }

  private static String reason(List<String> expected, Access told, String title) {
    if (expected.isEmpty()) {
      return "everything fits";
    }
    if (expected.contains(told.key())) {
      return told.key() + " is heavier than the capacity";
    }
    return String.join(" and ", expected) + (expected.size() == 1 ? " was " : " were ") + title;
  }
}
