package dev.orrery.dns.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testkit.simulation.Conditions;
import dev.orrery.testkit.simulation.Environment;
import dev.orrery.testkit.simulation.Node;
import dev.orrery.testkit.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The registry whole, in virtual time: three holders compete for one instance name and write to a
/// store that checks fencing tokens, while messages are lost, doubled and overtaken, holders are
/// cut off, and the registry loses power.
class LeaseSimulationTest {
  private static final String REGISTRY = "registry";
  private static final String STORE = "store";
  private static final List<String> HOLDERS = List.of("holder-1", "holder-2", "holder-3");
  private static final long LEASE_MILLIS = 3_000;
  private static final Duration LENGTH = Duration.ofMinutes(3);

  sealed interface Message {
    record Ask(LeaseRequest request) implements Message {}

    record Reply(LeaseReply reply) implements Message {}

    record Write(long token) implements Message {}
  }

  /// What the whole system has seen, across the lives of its nodes.
  private static final class Witness {
    final Map<Long, String> granted = new HashMap<>();
    long largestToken;
    long largestAccepted;
    int grants;
    int lapses;
    int refusedRenewals;
    int fencedWrites;
  }

  /// The registry: the lease table behind messages, with a book of its own on when each lease ends.
  private static final class RegistryNode implements Node<Message> {
    private final Witness witness;
    private final Map<LeaseId, Long> ends = new HashMap<>();
    private final Environment<Message> environment;
    private final LeaseTable table;

    RegistryNode(Witness witness, Environment<Message> environment) throws IOException {
      this.witness = witness;
      this.environment = environment;
      this.table =
          new OrderedLeaseTable(
              FencingTokens.open(environment.disk()), 0, environment.time().monotonicNanos());
    }

    @Override
    public void receive(String from, Message message, long now) throws IOException {
      if (message instanceof Message.Ask(LeaseRequest request)) {
        LeaseReply reply = step(request, now);
        check(from, request, reply, now);
        environment.send(from, new Message.Reply(reply));
      }
    }

    private void check(String from, LeaseRequest request, LeaseReply reply, long now) {
      long end = now + TimeUnit.MILLISECONDS.toNanos(LEASE_MILLIS);
      switch (reply) {
        case LeaseReply.Granted(LeaseId lease, long _) -> {
          assertThat(lease.token()).isGreaterThan(witness.largestToken);
          assertThat(ends.values()).as("another lease is live").noneMatch(other -> other > now);
          witness.largestToken = lease.token();
          witness.grants++;
          witness.granted.put(lease.token(), from);
          ends.put(lease, end);
        }
        case LeaseReply.Renewed(LeaseId lease, long _) -> {
          assertThat(ends.get(lease)).as("a lapsed lease was renewed").isGreaterThan(now);
          ends.put(lease, end);
        }
        case LeaseReply.Ended(LeaseId lease) -> ends.remove(lease);
        case LeaseReply.Refused _ ->
            witness.refusedRenewals += request instanceof LeaseRequest.Renew ? 1 : 0;
        case LeaseReply.Ticked _ -> {}
      }
    }

    private LeaseReply step(LeaseRequest request, long now) throws IOException {
      LeaseTable.Step step = table.step(request, now);
      for (LeaseChange change : step.changes()) {
        environment.log(change.toString());
        witness.lapses +=
            change instanceof LeaseChange.Removed removed
                    && removed.cause() == LeaseChange.Cause.LAPSED
                ? 1
                : 0;
      }
      return step.reply();
    }

    @Override
    public void timer(long now) throws IOException {
      step(new LeaseRequest.Tick(), now);
    }

    @Override
    public long nextDeadline() {
      return table.nextDeadline().orElse(NO_DEADLINE);
    }
  }

  /// A holder that renews at a third of its lease and writes whenever it believes it holds one. It
  /// believes so until it hears otherwise: that is what the fencing token is for.
  private static final class Holder implements Node<Message> {
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(LEASE_MILLIS / 3);

    private final Environment<Message> environment;
    private LeaseId lease = new LeaseId("", 0);
    private long next;

    Holder(Environment<Message> environment) {
      this.environment = environment;
      this.next = environment.time().monotonicNanos();
    }

    @Override
    public void receive(String from, Message message, long now) {
      if (message instanceof Message.Reply(LeaseReply reply)) {
        switch (reply) {
          case LeaseReply.Granted(LeaseId granted, long _) ->
              lease = granted.token() > lease.token() ? granted : lease;
          case LeaseReply.Refused(LeaseReply.Reason reason) -> {
            if (reason != LeaseReply.Reason.INSTANCE_LEASED) {
              lease = new LeaseId("", 0);
            }
          }
          default -> {}
        }
      }
    }

    @Override
    public void timer(long now) {
      boolean holds = lease.token() > 0;
      if (holds) {
        environment.send(STORE, new Message.Write(lease.token()));
      }
      environment.send(
          REGISTRY,
          new Message.Ask(
              holds
                  ? new LeaseRequest.Renew(lease)
                  : new LeaseRequest.Register(instance(), LEASE_MILLIS, 0)));
      next = now + INTERVAL;
    }

    private static Instance instance() {
      return new Instance(
          "cache", "cache-1", Instance.host("127.0.0.1"), new TreeMap<>(Map.of("grpc", 1)), 1, 0);
    }

    @Override
    public long nextDeadline() {
      return next;
    }
  }

  /// A resource that refuses what comes with a smaller token than it has seen.
  private static final class Store implements Node<Message> {
    private final Witness witness;

    Store(Witness witness) {
      this.witness = witness;
    }

    @Override
    public void receive(String from, Message message, long now) {
      if (message instanceof Message.Write(long token)) {
        assertThat(witness.granted).containsEntry(token, from);
        if (token < witness.largestAccepted) {
          witness.fencedWrites++;
        } else {
          witness.largestAccepted = token;
        }
      }
    }

    @Override
    public void timer(long now) {}

    @Override
    public long nextDeadline() {
      return NO_DEADLINE;
    }
  }

  private static String run(long seed, Witness witness) {
    Simulation<Message> simulation = new Simulation<>(seed, Conditions.unreliable());
    simulation.add(REGISTRY, environment -> new RegistryNode(witness, environment));
    simulation.add(STORE, _ -> new Store(witness));
    HOLDERS.forEach(name -> simulation.add(name, Holder::new));
    Random random = new Random(seed);
    for (int second = 10; second < LENGTH.toSeconds() - 20; second += 10 + random.nextInt(10)) {
      String holder = HOLDERS.get(random.nextInt(HOLDERS.size()));
      int fault = random.nextInt(3);
      simulation.at(
          Duration.ofSeconds(second),
          () -> {
            if (fault == 0) {
              simulation.partition(List.of(holder), List.of(REGISTRY));
            } else if (fault == 1) {
              simulation.crash(holder);
            } else {
              simulation.crashOnDisk(REGISTRY, 1 + random.nextInt(6));
              simulation.crash(REGISTRY);
            }
          });
      simulation.at(
          Duration.ofSeconds(second + 8),
          () -> {
            simulation.heal();
            simulation.restart(holder);
            simulation.restart(REGISTRY);
          });
    }
    simulation.runFor(LENGTH);
    return simulation.log();
  }

  @Test
  void tokensGrowLapsedLeasesStayLapsedAndTheStoreIsFenced() {
    Witness all = new Witness();
    Simulation.forSeeds(
        15,
        seed -> {
          Witness witness = new Witness();
          run(seed, witness);
          assertThat(witness.grants).as("seed %d", seed).isPositive();
          all.grants += witness.grants;
          all.lapses += witness.lapses;
          all.refusedRenewals += witness.refusedRenewals;
          all.fencedWrites += witness.fencedWrites;
        });
    if (System.getProperty("orrery.seed") == null) {
      assertThat(all.lapses).as("lapses").isPositive();
      assertThat(all.refusedRenewals).as("refused renewals").isPositive();
      assertThat(all.fencedWrites).as("writes of former holders").isPositive();
    }
  }

  @Test
  @Tag("deep")
  void alsoOnManySeeds() {
    Simulation.forSeeds(
        400,
        seed -> {
          Witness witness = new Witness();
          run(seed, witness);
          assertThat(witness.grants).as("seed %d", seed).isPositive();
        });
  }

  @Test
  void theSameSeedGivesTheSameEventLog() {
    String once = run(7, new Witness());
    assertThat(run(7, new Witness())).isEqualTo(once).contains("Granted", "crashed");
  }
}
