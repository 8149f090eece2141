package dev.orrery.primitives.lab.singleflight;

import dev.orrery.primitives.singleflight.CoalescedLoad;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of `primitives.singleflight`.
public final class SingleFlightContract {
  private SingleFlightContract() {}

  /// A caller flies, others come meanwhile, and the load succeeds or fails.
  record Meeting(int followers, boolean fails) {
    String story() {
      return "load k; "
          + "load k meanwhile; ".repeat(followers)
          + "load other meanwhile; "
          + (fails ? "it fails" : "it succeeds")
          + "; load k again";
    }
  }

  public static Contract<LoadFactory> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "one load serves all who meet at a key, and nobody else",
            meetings(),
            Meeting::story,
            SingleFlightContract::oneLoadServesAll));
  }

  private static Arbitrary<Meeting> meetings() {
    return Combinators.combine(Arbitraries.of(1, 2, 3), Arbitraries.of(false, true))
        .as(Meeting::new);
  }

  private static void oneLoadServesAll(LoadFactory factory, Meeting meeting) throws Exception {
    CoalescedLoad<String, Integer> loads = factory.create();
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch landing = new CountDownLatch(1);
    List<Caller> callers = new ArrayList<>();
    try {
      for (int i = 0; i <= meeting.followers(); i++) {
        Caller caller =
            new Caller(() ->
                loads.load(
                    "k",
                    () -> {
                      int run = runs.incrementAndGet();
                      landing.await();
                      return result(run, meeting);
                    }));
        callers.add(caller);
        caller.awaitParked();
      }
      Caller other = new Caller(() -> loads.load("other", () -> 0));
      if (other.staysParked()) {
        throw new AssertionError("a load of other waits for that of k");
      }
    } finally {
      landing.countDown();
    }
    String expected = meeting.fails() ? "failure 1" : "value 1";
    for (Caller caller : callers) {
      String outcome = caller.outcome();
      if (!outcome.equals(expected)) {
        throw new AssertionError(
            "a caller got " + outcome + ", but the first run gave " + expected);
      }
    }
    if (runs.get() != 1) {
      throw new AssertionError("the loader ran " + runs.get() + " times for callers who met");
    }
    String again = new Caller(() -> loads.load("k", () -> 2)).outcome();
    if (!again.equals("value 2")) {
      throw new AssertionError("a later load got " + again + " of the run before");
    }
  }

  private static int result(int run, Meeting meeting) throws LoadFailed {
    if (meeting.fails()) {
      throw new LoadFailed(run);
    }
    return run;
  }

  /// The loader's failure.
  static final class LoadFailed extends Exception {
    LoadFailed(int run) {
      super("failure " + run);
    }
  }
}
