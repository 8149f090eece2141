package dev.orrery.dns.lab;

import dev.orrery.dns.core.registry.Instance;
import dev.orrery.dns.core.registry.LeaseChange;
import dev.orrery.dns.core.registry.LeaseId;
import dev.orrery.dns.core.registry.LeaseReply;
import dev.orrery.dns.core.registry.LeaseReply.Reason;
import dev.orrery.dns.core.registry.LeaseRequest;
import dev.orrery.dns.core.registry.LeaseTable;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import dev.orrery.testkit.disk.CrashDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of leases: a table is driven through steps beside a model that holds a map of names,
/// and must agree with it after each.
final class LeaseTableContract {
  private static final long LEASE_MILLIS = 10_000;
  private static final int MAXIMUM_STEPS = 12;

  private LeaseTableContract() {}

  sealed interface Step {
    /// @param takeOver whether it names the token granted last for that name
    record Register(String name, boolean takeOver) implements Step {
      @Override
      public String toString() {
        return "register " + name + (takeOver ? " naming its last token" : "");
      }
    }

    /// @param lease which of the leases granted so far, counted from the newest
    record Renew(int lease) implements Step {
      @Override
      public String toString() {
        return "renew the lease granted " + lease + " before the last";
      }
    }

    record Deregister(int lease) implements Step {
      @Override
      public String toString() {
        return "deregister the lease granted " + lease + " before the last";
      }
    }

    record Pass(long millis) implements Step {
      @Override
      public String toString() {
        return "pass " + millis + " ms";
      }
    }

    record Restart() implements Step {
      @Override
      public String toString() {
        return "power cut and restart";
      }
    }
  }

  private static Arbitrary<List<Step>> cases() {
    Arbitrary<Integer> leases = Arbitraries.integers().between(0, 2);
    Arbitrary<Step> register =
        Combinators.combine(Arbitraries.of("a", "b"), Arbitraries.of(false, true))
            .as(Step.Register::new);
    Arbitrary<Step> renew = leases.map(Step.Renew::new);
    Arbitrary<Step> deregister = leases.map(Step.Deregister::new);
    Arbitrary<Step> pass =
        Arbitraries.of(1L, 4_000L, LEASE_MILLIS - 1, LEASE_MILLIS).map(Step.Pass::new);
    Arbitrary<Step> restart = Arbitraries.just(new Step.Restart());
    return Arbitraries.oneOf(register, register, renew, pass, deregister, restart)
        .list()
        .ofMinSize(1)
        .ofMaxSize(MAXIMUM_STEPS);
  }

  private static String story(List<Step> steps) {
    return steps.stream().map(Step::toString).collect(Collectors.joining("; "));
  }

  static Contract<LeaseTables> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "grants, prolongs and ends leases as the model does, and no token comes twice",
            cases(),
            LeaseTableContract::story,
            (tables, steps) -> {
              Run run = new Run(tables);
              for (Step step : steps) {
                run.take(step);
              }
            }));
  }

  /// A table and the model beside it.
  private static final class Run {
    private record Held(long token, long deadline) {}

    private final LeaseTables tables;
    private final Map<String, Held> model = new TreeMap<>();
    private final Map<String, Long> lastToken = new HashMap<>();
    private final List<LeaseId> granted = new ArrayList<>();
    private CrashDisk disk = new CrashDisk(1);
    private LeaseTable table;
    private long nowMillis = 1;
    private long largestToken;
    private long revision;

    Run(LeaseTables tables) throws IOException {
      this.tables = tables;
      this.table = tables.open(disk, 0, nanos());
    }

    private long nanos() {
      return TimeUnit.MILLISECONDS.toNanos(nowMillis);
    }

    void take(Step step) throws IOException {
      switch (step) {
        case Step.Pass(long millis) -> {
          nowMillis += millis;
          request(new LeaseRequest.Tick());
        }
        case Step.Restart() -> {
          disk = disk.crash();
          model.clear();
          revision = 0;
          table = tables.open(disk, 0, nanos());
        }
        case Step.Register(String name, boolean takeOver) ->
            register(name, takeOver ? lastToken.getOrDefault(name, 0L) : 0);
        case Step.Renew(int lease) when lease < granted.size() -> renew(lease(lease));
        case Step.Deregister(int lease) when lease < granted.size() -> {
          LeaseId id = lease(lease);
          request(new LeaseRequest.Deregister(id));
          if (holds(id)) {
            model.remove(id.instance());
          }
        }
        case Step.Renew _, Step.Deregister _ -> {} // nothing was granted yet
      }
      compare();
    }

    private LeaseId lease(int fromNewest) {
      return granted.get(granted.size() - 1 - fromNewest);
    }

    private boolean holds(LeaseId id) {
      Held held = model.get(id.instance());
      return held != null && held.token() == id.token();
    }

    /// Lets the model's due leases lapse, then asks the table.
    private LeaseReply request(LeaseRequest request) throws IOException {
      model.values().removeIf(held -> held.deadline() <= nowMillis);
      LeaseTable.Step step = table.step(request, nanos());
      long changes = step.changes().size();
      check(
          table.revision() >= revision + changes,
          "%d changes took the revision from %d to %d"
              .formatted(changes, revision, table.revision()));
      revision = table.revision();
      for (LeaseChange change : step.changes()) {
        check(change.instance().token() > 0, "a change without a token: " + change);
      }
      return step.reply();
    }

    private void register(String name, long previousToken) throws IOException {
      Instance instance =
          new Instance(
              "cache", name, Instance.host("127.0.0.1"), new TreeMap<>(Map.of("grpc", 1)), 1, 0);
      LeaseReply reply = request(new LeaseRequest.Register(instance, LEASE_MILLIS, previousToken));
      Held held = model.get(name);
      boolean free = held == null || held.token() == previousToken;
      if (reply instanceof LeaseReply.Granted(LeaseId id, long _)) {
        check(free, name + " was granted while a live lease held it");
        check(
            id.token() > largestToken,
            "token " + id.token() + " was granted after token " + largestToken);
        largestToken = id.token();
        lastToken.put(name, id.token());
        granted.add(id);
        model.put(name, new Held(id.token(), nowMillis + LEASE_MILLIS));
      } else {
        check(!free, name + " was free, yet " + reply);
        check(reply.equals(new LeaseReply.Refused(Reason.INSTANCE_LEASED)), "refused as " + reply);
      }
    }

    private void renew(LeaseId id) throws IOException {
      LeaseReply reply = request(new LeaseRequest.Renew(id));
      Held held = model.get(id.instance());
      if (holds(id)) {
        check(reply instanceof LeaseReply.Renewed, "a live lease was not renewed: " + reply);
        model.put(id.instance(), new Held(id.token(), nowMillis + LEASE_MILLIS));
      } else {
        Reason reason = held == null ? Reason.LEASE_LAPSED : Reason.FENCED;
        check(
            reply.equals(new LeaseReply.Refused(reason)),
            "the renewal of a lease that is over should be refused as "
                + reason
                + ", but the reply is "
                + reply);
      }
    }

    private void compare() {
      Map<String, Long> live = new TreeMap<>();
      for (Instance instance : table.live()) {
        check(live.put(instance.name(), instance.token()) == null, "twice live: " + instance);
      }
      Map<String, Long> expected = new TreeMap<>();
      model.forEach((name, held) -> expected.put(name, held.token()));
      check(live.equals(expected), "live are " + live + ", should be " + expected);
      OptionalLong deadline =
          model.values().stream()
              .mapToLong(held -> TimeUnit.MILLISECONDS.toNanos(held.deadline()))
              .min();
      check(
          table.nextDeadline().equals(deadline),
          "the next deadline is " + table.nextDeadline() + ", should be " + deadline);
    }

    private static void check(boolean holds, String message) {
      if (!holds) {
        throw new AssertionError(message);
      }
    }
  }
}
