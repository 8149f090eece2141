package dev.orrery.database.lab.store;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.store.Change;
import dev.orrery.database.core.store.Cursor;
import dev.orrery.database.core.store.OrderedStore;
import dev.orrery.database.lab.Keys;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of an ordered store.
public final class StoreContract {
  private static final int STEPS = 14;
  private static final int BATCH = 4;

  private StoreContract() {}

  private sealed interface Step {
    record Apply(List<Change> batch) implements Step {
      @Override
      public String toString() {
        return batch.stream()
            .map(change ->
                switch (change) {
                  case Change.Put put -> "put " + put.key() + "=" + put.value();
                  case Change.Remove remove -> "remove " + remove.key();
                })
            .collect(Collectors.joining(", ", "apply {", "}"));
      }
    }

    record Scan(Bytes start, Bytes end, boolean descending) implements Step {
      @Override
      public String toString() {
        return "scan " + Keys.range(start, end) + (descending ? " downwards" : "");
      }
    }

    record Flush() implements Step {
      @Override
      public String toString() {
        return "flush";
      }
    }

    record Crash() implements Step {
      @Override
      public String toString() {
        return "crash";
      }
    }
  }

  public static Contract<Stores> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "a scan meets exactly the entries of its range, in unsigned byte order",
            Keys.steps(Arbitraries.oneOf(apply(), scan()), STEPS),
            StoreContract::story,
            StoreContract::check),
        Law.of(
            "a crash leaves whole batches, all up to the applied version, at least the flushed",
            Keys.steps(Arbitraries.oneOf(apply(), apply(), flush(), crash()), STEPS),
            StoreContract::story,
            StoreContract::check));
  }

  private static Arbitrary<Step> apply() {
    Arbitrary<Change> change =
        Combinators.combine(Keys.key(), Keys.written())
            .as((key, value) ->
                value
                    .<Change>map(bytes -> new Change.Put(key, bytes))
                    .orElseGet(() -> new Change.Remove(key)));
    return change.list().ofMinSize(1).ofMaxSize(BATCH).map(Step.Apply::new);
  }

  private static Arbitrary<Step> scan() {
    return Combinators.combine(Keys.bound(), Keys.bound(), Arbitraries.of(false, true))
        .as(Step.Scan::new);
  }

  private static Arbitrary<Step> flush() {
    return Arbitraries.just(new Step.Flush());
  }

  private static Arbitrary<Step> crash() {
    return Arbitraries.just(new Step.Crash());
  }

  private static String story(List<Step> steps) {
    return steps.stream().map(Step::toString).collect(Collectors.joining("; "));
  }

  private static void check(Stores stores, List<Step> steps) throws IOException {
    try (Stores.Powered powered = stores.fresh()) {
      List<NavigableMap<Bytes, Bytes>> states = new ArrayList<>();
      states.add(new TreeMap<>());
      long flushed = 0;
      for (Step step : steps) {
        OrderedStore store = powered.store();
        switch (step) {
          case Step.Apply apply -> {
            states.add(after(states.getLast(), apply.batch()));
            store.apply(apply.batch(), states.size() - 1);
            same("the applied version", (long) states.size() - 1, store.appliedVersion());
          }
          case Step.Scan scan ->
              same(step + "", expected(states.getLast(), scan), scan(store, scan));
          case Step.Flush() -> {
            flushed = store.flush();
            same("the version that flush returns", (long) states.size() - 1, flushed);
          }
          case Step.Crash() -> {
            powered.crash();
            long applied = powered.store().appliedVersion();
            if (applied < flushed || applied >= states.size()) {
              throw new AssertionError(
                  "after the crash the applied version is "
                      + applied
                      + ", flushed was "
                      + flushed
                      + ", applied "
                      + (states.size() - 1));
            }
            states.subList((int) applied + 1, states.size()).clear();
            var everything = new Step.Scan(Bytes.EMPTY, Bytes.EMPTY, false);
            same(
                "after the crash, at version " + applied,
                expected(states.getLast(), everything),
                scan(powered.store(), everything));
          }
        }
      }
    }
  }

  private static NavigableMap<Bytes, Bytes> after(
      NavigableMap<Bytes, Bytes> before, List<Change> batch) {
    NavigableMap<Bytes, Bytes> state = new TreeMap<>(before);
    for (Change change : batch) {
      switch (change) {
        case Change.Put put -> state.put(put.key(), put.value());
        case Change.Remove remove -> state.remove(remove.key());
      }
    }
    return state;
  }

  private static List<String> expected(NavigableMap<Bytes, Bytes> state, Step.Scan scan) {
    List<String> entries = new ArrayList<>();
    for (Map.Entry<Bytes, Bytes> entry : state.entrySet()) {
      if (Keys.inRange(entry.getKey(), scan.start(), scan.end())) {
        entries.add(entry.getKey() + "=" + entry.getValue());
      }
    }
    return scan.descending() ? entries.reversed() : entries;
  }

  private static List<String> scan(OrderedStore store, Step.Scan scan) throws IOException {
    List<String> entries = new ArrayList<>();
    try (Cursor cursor = store.scan(scan.start(), scan.end(), scan.descending())) {
      while (cursor.next()) {
        entries.add(cursor.key() + "=" + cursor.value());
      }
    }
    return entries;
  }

  private static void same(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new AssertionError(what + ": expected " + expected + ", found " + found);
    }
  }
}
