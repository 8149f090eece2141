package dev.orrery.primitives.lab.eviction;

import dev.orrery.primitives.eviction.EvictionPolicy;
import dev.orrery.primitives.lab.eviction.EvictionCase.Put;
import dev.orrery.primitives.lab.eviction.EvictionCase.Step;
import dev.orrery.primitives.lab.eviction.ListPolicy.Entry;
import dev.orrery.primitives.lab.eviction.Observed.Access;
import dev.orrery.primitives.lab.trace.Belady;
import dev.orrery.primitives.lab.trace.Trace;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;

/// The laws of `cache.eviction`.
public final class EvictionContract {
  private static final String LEAST_FREQUENT =
      "least frequently used (the least recently used among equals)";

  private EvictionContract() {}

  /// What every policy keeps.
  public static Contract<EvictionFactory> any() {
    return new Contract<>(Contract.ANY, generic());
  }

  /// Those that demand a named algorithm, eviction by eviction.
  public static Map<String, Contract<EvictionFactory>> named() {
    return Map.of(
        "lru", lru(),
        "lfu", inOrder("lfu", ListPolicy.BY_COUNT, LEAST_FREQUENT),
        "fifo", inOrder("fifo", ListPolicy.BY_INSERTION, "first in"),
        "clock", ofAHand("clock", "first under the hand without a mark", ClockModel::new),
        "sieve", ofAHand("sieve", "first that the hand found without a mark", SieveModel::new),
        "lfu-aging", lfuAging(),
        "2q", likeThePaper("2q", TwoQueueModel::new),
        "s3-fifo", likeThePaper("s3-fifo", S3FifoModel::new),
        "arc", likeThePaper("arc", ArcModel::new));
  }

  /// Evicts as least recently used does.
  public static Contract<EvictionFactory> lru() {
    return inOrder("lru", ListPolicy.BY_ACCESS, "least recently used");
  }

  private static Contract<EvictionFactory> inOrder(
      String name, Comparator<Entry> order, String title) {
    return modelled(name, title, capacity -> new ListPolicy(capacity, order));
  }

  private static Contract<EvictionFactory> modelled(
      String name, String title, EvictionFactory model) {
    return named(
        name,
        equalTo(model, title, "", EvictionCase.ofEqualWeights()),
        equalTo(model, title, ", until the rest fits", EvictionCase.ofSteadyWeights()));
  }

  private static Contract<EvictionFactory> ofAHand(
      String name, String title, EvictionFactory model) {
    return named(
        name,
        equalTo(model, title, "", EvictionCase.ofEqualWeights()),
        equalTo(model, title, ", round after round", EvictionCase.ofLongRuns()),
        equalTo(model, title, ", until the rest fits", EvictionCase.ofSteadyWeights()));
  }

  private static Contract<EvictionFactory> lfuAging() {
    EvictionFactory model = AgingModel::new;
    String title = "lowest in its aged count";
    return named(
        "lfu-aging",
        equalTo(model, title, "", EvictionCase.ofManyReads()),
        equalTo(model, title, ", until the rest fits", EvictionCase.ofSteadyWeights()));
  }

  /// For algorithms whose papers speak of pages, all of one size.
  private static Contract<EvictionFactory> likeThePaper(String name, EvictionFactory model) {
    return named(name, equalTo(model, "to go by the paper", "", EvictionCase.ofEqualWeights()));
  }

  @SafeVarargs
  private static Contract<EvictionFactory> named(String name, Law<EvictionFactory, ?>... exact) {
    List<Law<EvictionFactory, ?>> laws = new ArrayList<>(generic());
    laws.addAll(List.of(exact));
    return new Contract<>(name, laws);
  }

  private static Law<EvictionFactory, EvictionCase> equalTo(
      EvictionFactory model, String title, String until, Arbitrary<EvictionCase> cases) {
    return Law.of(
        "evicts what was " + title + until,
        cases,
        EvictionCase::story,
        (factory, tried) -> evictsLike(model, factory, tried, title));
  }

  private static List<Law<EvictionFactory, ?>> generic() {
    return List.of(
        law("never holds more than its capacity", EvictionContract::staysWithinCapacity),
        law("evicts only residents, each once", EvictionContract::evictsResidents),
        law("uses the bytes of its residents", EvictionContract::countsBytes),
        law("evicts nothing while everything fits", EvictionContract::evictsForAReason),
        Law.of(
            "never hits more often than who knows the future",
            EvictionCase.ofEqualWeights(),
            EvictionCase::story,
            EvictionContract::hitsAtMostLikeBelady));
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

  /// Takes every step but a removal for a request, which loads what it misses.
  private static void hitsAtMostLikeBelady(EvictionFactory factory, EvictionCase tried) {
    Observed observed = new Observed(factory.create(tried.capacity()));
    List<String> requests = new ArrayList<>();
    int hits = 0;
    for (Step step : tried.steps()) {
      if (!(step instanceof EvictionCase.Remove)) {
        requests.add(step.key());
        hits += observed.residents.containsKey(step.key()) ? 1 : 0;
        observed.apply(new Put(step.key(), 1));
      }
    }
    int most = Belady.hitsMayRefuse(Trace.of(requests), Math.toIntExact(tried.capacity()));
    if (hits > most) {
      throw new AssertionError("hit " + hits + " times, but at best " + most + " are possible");
    }
  }

  private static void evictsLike(
      EvictionFactory models, EvictionFactory factory, EvictionCase tried, String title) {
    Observed observed = new Observed(factory.create(tried.capacity()));
    EvictionPolicy<String> model = models.create(tried.capacity());
    for (Step step : tried.calls()) {
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
