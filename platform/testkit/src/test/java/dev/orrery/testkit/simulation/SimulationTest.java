package dev.orrery.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final List<String> CLIENTS = List.of("client-1", "client-2", "client-3");
  private static final Duration TROUBLED = Duration.ofSeconds(20);

  /// Three clients compete for a lease under chaos; then the trouble ends and one must get it.
  private static Simulation<Lease.Message> run(long seed, boolean waitsAfterRestart) {
    Simulation<Lease.Message> simulation = new Simulation<>(seed, Conditions.unreliable());
    simulation.add("server", environment -> new Lease.Server(environment, waitsAfterRestart));
    CLIENTS.forEach(name -> simulation.add(name, Lease.Client::new));
    simulation.invariant(
        "at most one holder",
        () ->
            assertThat(CLIENTS.stream().filter(name -> holds(simulation, name)))
                .hasSizeLessThan(2));
    AtomicLong greatest = new AtomicLong();
    simulation.invariant(
        "tokens of holders never go back",
        () -> {
          for (String name : CLIENTS) {
            if (holds(simulation, name)) {
              long token = simulation.node(name, Lease.Client.class).token;
              assertThat(token).isGreaterThanOrEqualTo(greatest.get());
              greatest.set(token);
            }
          }
        });
    List<String> everybody = simulation.nodes();
    new Chaos(everybody, Duration.ofSeconds(1), Duration.ofMillis(500), TROUBLED)
        .unleash(simulation, seed);
    simulation.runFor(TROUBLED);
    simulation.runUntil(
        () -> CLIENTS.stream().anyMatch(name -> holds(simulation, name)),
        Duration.ofSeconds(30),
        "a holder after the trouble");
    return simulation;
  }

  private static boolean holds(Simulation<Lease.Message> simulation, String client) {
    return simulation.isUp(client) && simulation.node(client, Lease.Client.class).holds();
  }

  @Test
  void aLeaseHasOneHolderUnderChaos() {
    Simulation.forSeeds(200, seed -> assertThat(run(seed, true).log()).contains("holds token"));
  }

  @Test
  void theSameSeedGivesTheSameLogByteForByte() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(run(seed, true).log()).isEqualTo(run(seed, true).log());
    }
  }

  @Test
  void anotherSeedGivesAnotherSchedule() {
    assertThat(run(1, true).log().lines().skip(1)).isNotEqualTo(run(2, true).log().lines().skip(1));
  }

  @Test
  void chaosBringsEveryKindOfTrouble() {
    StringBuilder logs = new StringBuilder();
    for (long seed = 1; seed <= 10; seed++) {
      logs.append(run(seed, true).log());
    }
    assertThat(logs.toString())
        .contains(
            "✗ crashed",
            "✗ power lost at operation",
            "life 2",
            "✂",
            "network healed",
            "lost Acquire");
  }

  @Test
  void aServerThatForgetsItsLeasesIsCaughtAndTheFailureReproducible() {
    String first = failureOf();
    assertThat(first)
        .contains("invariant \"at most one holder\"")
        .contains("reproduce: mvn test")
        .contains("-Dtest=SimulationTest -Dorrery.seed=")
        .contains("Granted[request=");
    assertThat(failureOf()).isEqualTo(first);
  }

  private static String failureOf() {
    try {
      Simulation.forSeeds(200, seed -> run(seed, false));
    } catch (AssertionError caught) {
      return String.valueOf(caught.getMessage());
    }
    throw new AssertionError("a server that forgets was not caught");
  }

  /// Counts what it receives; its timer is what the test says.
  private static final class Counter implements Node<String> {
    private final StringBuilder received;
    private final boolean spins;

    Counter(StringBuilder received, boolean spins) {
      this.received = received;
      this.spins = spins;
    }

    @Override
    public void receive(String from, String message, long now) {
      received.append(message);
    }

    @Override
    public void timer(long now) {}

    @Override
    public long nextDeadline() {
      return spins ? 5 : NO_DEADLINE;
    }
  }

  /// Sends a letter to the counter at each call.
  private static final class Talker implements Node<String> {
    private final Environment<String> environment;

    Talker(Environment<String> environment) {
      this.environment = environment;
    }

    @Override
    public void receive(String from, String message, long now) {}

    @Override
    public void timer(long now) {}

    @Override
    public long nextDeadline() {
      return NO_DEADLINE;
    }
  }

  private static String talk(long seed, Conditions conditions, boolean cut) {
    Simulation<String> simulation = new Simulation<>(seed, conditions);
    StringBuilder received = new StringBuilder();
    simulation.add("counter", environment -> new Counter(received, false));
    simulation.add("talker", Talker::new);
    if (cut) {
      simulation.cutOneWay("talker", "counter");
    }
    for (char letter = 'a'; letter <= 'h'; letter++) {
      String message = String.valueOf(letter);
      simulation.call(
          "talker", Talker.class, talker -> talker.environment.send("counter", message));
    }
    simulation.runFor(Duration.ofSeconds(1));
    return received.toString();
  }

  @Test
  void thePerfectNetworkKeepsOrderAndLosesNothing() {
    assertThat(talk(1, Conditions.perfect(), false)).isEqualTo("abcdefgh");
  }

  @Test
  void delayReordersLossDropsAndDuplicationDoubles() {
    Conditions slow = Conditions.perfect().withDelay(Duration.ofMillis(1), Duration.ofMillis(90));
    assertThat(talk(1, slow, false)).hasSize(8).isNotEqualTo("abcdefgh");
    assertThat(talk(1, Conditions.perfect().withLoss(1), false)).isEmpty();
    assertThat(talk(1, Conditions.perfect().withDuplication(1), false))
        .isEqualTo("aabbccddeeffgghh");
    assertThat(talk(1, Conditions.perfect(), true)).isEmpty();
  }

  @Test
  void aTimerThatNeverMovesOnIsReported() {
    Simulation<String> simulation = new Simulation<>(1, Conditions.perfect());
    simulation.add("counter", environment -> new Counter(new StringBuilder(), true));
    assertThatThrownBy(() -> simulation.runFor(Duration.ofSeconds(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("counter's timer does not move its deadline on");
  }

  @Test
  void waitingInVainIsReportedWithTheLog() {
    Simulation<String> simulation = new Simulation<>(7, Conditions.perfect());
    simulation.add("talker", Talker::new);
    simulation.after(Duration.ofSeconds(2), () -> simulation.note("two seconds"));
    assertThatThrownBy(
            () -> simulation.runUntil(() -> false, Duration.ofSeconds(5), "the impossible"))
        .hasMessageContaining("of virtual time for the impossible")
        .hasMessageContaining("2.000000000  · two seconds")
        .hasMessageContaining("-Dorrery.seed=7");
  }

  @Test
  void clocksDriftWithinTheirBoundAndNeverGoBack() {
    for (int drift : new int[] {-100_000, -200, 0, 200, 100_000}) {
      long[] virtual = {0};
      NodeClock clock = new NodeClock(() -> virtual[0], drift, 0);
      long before = 0;
      for (int i = 0; i < 3_000_000; i += 997) {
        virtual[0] = i;
        assertThat(clock.monotonicNanos()).isGreaterThanOrEqualTo(before);
        before = clock.monotonicNanos();
        long at = clock.virtualAt(before + 5);
        assertThat(clock.localAt(at)).isGreaterThanOrEqualTo(before + 5);
        assertThat(clock.localAt(at - 1)).isLessThan(before + 5);
      }
    }
  }
}
