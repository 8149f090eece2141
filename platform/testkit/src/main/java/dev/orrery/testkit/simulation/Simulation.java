package dev.orrery.testkit.simulation;

import dev.orrery.primitives.ports.Time;
import dev.orrery.testkit.Reproduction;
import dev.orrery.testkit.disk.CrashDisk;
import dev.orrery.testkit.disk.SimulatedCrash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Nodes, network, disks and clocks of one simulated system. Everything that happens is a function
/// of the seed and of the calls made here. Not thread-safe: one thread drives it.
///
/// @param <M> the messages' type
public final class Simulation<M> {
  /// The event log's bound, in characters; a run that writes more fails.
  public static final int MAXIMUM_LOG_LENGTH = 64 << 20;

  private static final int MAXIMUM_TIMERS_WITHOUT_PROGRESS = 1_000;
  private static final int TOLD_LOG_LINES = 40;
  private static final long FAR_FUTURE = Long.MAX_VALUE / 2;
  private static final String SCRIPT = "(script)";

  private record Event(long time, long sequence, Action action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  /// Something done to the system; may fail, which fails the run.
  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }

  /// Something done to one node.
  @FunctionalInterface
  public interface Call<N> {
    void on(N node) throws Exception;
  }

  private record Link(String from, String to) {}

  private record Invariant(String name, Action check) {}

  /// A node's place in the system, through all its lives.
  private final class Place {
    final String name;
    final Node.Factory<M> factory;
    final SplittableRandom random;
    final NodeClock clock;
    CrashDisk disk;
    @Nullable Node<M> node;
    boolean up;
    boolean diskLostPower;
    int life;
    long armedFor = Node.NO_DEADLINE;
    long armed;
    int timersWithoutProgress;
    long lastTimer = -1;

    Place(String name, Node.Factory<M> factory) {
      this.name = name;
      this.factory = factory;
      this.random = seedFor(name);
      int drift = conditions.clockDrift();
      long skew = conditions.clockSkew().toMillis();
      this.clock =
          new NodeClock(
              () -> now, random.nextInt(-drift, drift + 1), random.nextLong(-skew, skew + 1));
      this.disk = new CrashDisk(random.nextLong());
    }
  }

  private final long seed;
  private final Conditions conditions;
  private final SplittableRandom network;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Set<Link> cuts = new HashSet<>();
  private final List<Invariant> invariants = new ArrayList<>();
  private final EventLog log = new EventLog();
  private long now;
  private long sequence;

  public Simulation(long seed, Conditions conditions) {
    this.seed = seed;
    this.conditions = conditions;
    this.network = seedFor("network");
    line("seed " + seed);
  }

  /// Runs `scenario` with seeds `1..count`, or with the one of `-Dorrery.seed`.
  public static void forSeeds(int count, LongConsumer scenario) {
    Reproduction.requestedSeed()
        .ifPresentOrElse(
            scenario,
            () -> {
              for (long seed = 1; seed <= count; seed++) {
                scenario.accept(seed);
              }
            });
  }

  /// A random source of its own for each name, so that one more node does not change the others'
  /// luck.
  private SplittableRandom seedFor(String name) {
    return new SplittableRandom(new SplittableRandom(seed ^ name.hashCode()).nextLong());
  }

  // ---- nodes ---------------------------------------------------------------------------------

  /// Adds a node and starts it. The factory makes each of its lives.
  public void add(String name, Node.Factory<M> factory) {
    if (places.containsKey(name)) {
      throw new IllegalArgumentException("there is a node named " + name + " already");
    }
    Place place = new Place(name, factory);
    places.put(name, place);
    start(place);
  }

  /// The present life of a node.
  ///
  /// @throws IllegalStateException when it is down
  public <N extends Node<M>> N node(String name, Class<N> type) {
    Node<M> node = place(name).node;
    if (node == null) {
      throw new IllegalStateException(name + " is down");
    }
    return type.cast(node);
  }

  /// Calls into a node as a message would: its timers are set anew, and a power cut of its disk
  /// meanwhile takes it down. Returns false, doing nothing, when it is down.
  public <N extends Node<M>> boolean call(String name, Class<N> type, Call<N> call) {
    Place place = place(name);
    Node<M> node = place.node;
    if (node == null) {
      return false;
    }
    step(place, () -> call.on(type.cast(node)));
    return true;
  }

  public boolean isUp(String name) {
    return place(name).node != null;
  }

  public List<String> nodes() {
    return List.copyOf(places.keySet());
  }

  /// The node's disk in its present state, for faults and flipped bits.
  public CrashDisk disk(String name) {
    return place(name).disk;
  }

  /// Cuts a node's power now. A node that is down stays down.
  public void crash(String name) {
    Place place = place(name);
    if (place.node != null) {
      line(name + " ✗ crashed");
      down(place);
    }
  }

  /// Cuts a node's power at its `operations`-th disk operation from now.
  public void crashOnDisk(String name, long operations) {
    place(name).disk.crashAfter(operations);
  }

  /// Takes back every disk fault that has been ordered for a node and has not struck yet.
  public void calmDisk(String name) {
    place(name).disk.clearFaults();
  }

  /// Starts a node that is down, on what its disk kept; one that is up is left alone.
  public void restart(String name) {
    Place place = place(name);
    if (place.node == null) {
      start(place);
    }
  }

  private void start(Place place) {
    if (place.diskLostPower) {
      place.disk = place.disk.crash();
      place.diskLostPower = false;
    }
    place.life++;
    place.up = true;
    line(place.name + " ● started" + (place.life > 1 ? ", life " + place.life : ""));
    Life life = new Life(place, place.life, place.disk);
    step(place, () -> place.node = place.factory.start(life));
  }

  private void down(Place place) {
    place.node = null;
    place.up = false;
    place.diskLostPower = true;
    place.armedFor = Node.NO_DEADLINE;
    place.armed++;
  }

  private Place place(String name) {
    Place place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException("no node named " + name + " among " + places.keySet());
    }
    return place;
  }

  // ---- network -------------------------------------------------------------------------------

  /// Nothing passes between the two groups, either way, from now on; what is under way is lost too.
  public void partition(Collection<String> one, Collection<String> other) {
    line("network ✂ " + one + " | " + other);
    for (String a : one) {
      for (String b : other) {
        cuts.add(new Link(a, b));
        cuts.add(new Link(b, a));
      }
    }
  }

  /// Nothing passes from `from` to `to`; the other direction works.
  public void cutOneWay(String from, String to) {
    line("network ✂ " + from + " → " + to);
    cuts.add(new Link(from, to));
  }

  /// Cuts a node off from all others.
  public void isolate(String name) {
    List<String> others = new ArrayList<>(places.keySet());
    others.remove(name);
    partition(List.of(name), others);
  }

  /// Undoes every cut.
  public void heal() {
    line("network healed");
    cuts.clear();
  }

  private void send(String from, String to, M message) {
    if (network.nextDouble() < conditions.loss()) {
      line(from + " → " + to + " lost " + message);
      return;
    }
    int copies = network.nextDouble() < conditions.duplication() ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      long least = conditions.minimumDelay().toNanos();
      long delay = network.nextLong(least, conditions.maximumDelay().toNanos() + 1);
      if (cuts.contains(new Link(from, to))) {
        line(from + " → " + to + " cut off " + message);
      } else {
        schedule(now + delay, () -> deliver(from, to, message));
      }
    }
  }

  private void deliver(String from, String to, M message) {
    Place place = places.get(to);
    Node<M> node = place == null ? null : place.node;
    if (place == null || node == null) {
      line(from + " → " + to + " nobody there for " + message);
    } else if (cuts.contains(new Link(from, to))) {
      line(from + " → " + to + " cut off " + message);
    } else {
      line(from + " → " + to + " " + message);
      step(place, () -> node.receive(from, message, place.clock.monotonicNanos()));
    }
  }

  // ---- time ----------------------------------------------------------------------------------

  /// Virtual nanoseconds since the beginning.
  public long now() {
    return now;
  }

  /// Does `action` at the given time from the beginning; at once within the next run when that is
  /// past.
  public void at(Duration time, Action action) {
    schedule(Math.max(now, time.toNanos()), script(action));
  }

  /// Does `action` after `delay` from now.
  public void after(Duration delay, Action action) {
    schedule(now + delay.toNanos(), script(action));
  }

  private Action script(Action action) {
    return () -> {
      action.run();
      places.values().forEach(this::arm); // a script may have called into any node
    };
  }

  /// Checked after every event; throws an [AssertionError] when it is broken.
  public void invariant(String name, Action check) {
    invariants.add(new Invariant(name, check));
  }

  /// Runs until virtual time has advanced by `duration`.
  public void runFor(Duration duration) {
    long end = now + duration.toNanos();
    places.values().forEach(this::arm);
    Event next = events.peek();
    while (next != null && next.time() <= end) {
      runNext();
      next = events.peek();
    }
    now = end;
  }

  /// Runs until `condition` holds after an event.
  ///
  /// @throws AssertionError when it does not within `bound` of virtual time
  public void runUntil(BooleanSupplier condition, Duration bound, String description) {
    long end = now + bound.toNanos();
    places.values().forEach(this::arm);
    while (!condition.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.time() > end) {
        throw failure("waited " + bound + " of virtual time for " + description, null);
      }
      runNext();
    }
  }

  private void runNext() {
    Event event = events.remove();
    now = event.time();
    run(SCRIPT, event.action());
    for (Invariant invariant : invariants) {
      run("invariant \"" + invariant.name() + "\"", invariant.check());
    }
  }

  private void schedule(long time, Action action) {
    events.add(new Event(time, sequence++, action));
  }

  /// Calls into a node. When its disk loses power meanwhile, the node dies of it.
  private void step(Place place, Action call) {
    try {
      run(place.name, call);
    } catch (SimulatedCrash powerLost) {
      line(place.name + " ✗ " + powerLost.getMessage());
      down(place);
    }
    arm(place);
  }

  private void arm(Place place) {
    Node<M> node = place.node;
    long wanted = node == null ? Node.NO_DEADLINE : node.nextDeadline();
    long deadline = wanted > FAR_FUTURE ? Node.NO_DEADLINE : wanted;
    if (deadline == place.armedFor) {
      return;
    }
    place.armedFor = deadline;
    long armed = ++place.armed;
    if (deadline != Node.NO_DEADLINE) {
      schedule(Math.max(now, place.clock.virtualAt(deadline)), () -> fire(place, armed));
    }
  }

  private void fire(Place place, long armed) {
    Node<M> node = place.node;
    if (armed != place.armed || node == null) {
      return; // it has another deadline by now, or another life
    }
    place.timersWithoutProgress = place.lastTimer == now ? place.timersWithoutProgress + 1 : 0;
    place.lastTimer = now;
    if (place.timersWithoutProgress > MAXIMUM_TIMERS_WITHOUT_PROGRESS) {
      throw failure(place.name + "'s timer does not move its deadline on", null);
    }
    place.armedFor = Node.NO_DEADLINE;
    line(place.name + " ⏲");
    step(place, () -> node.timer(place.clock.monotonicNanos()));
  }

  // ---- log and failure -----------------------------------------------------------------------

  /// Everything that happened, a line an event: seconds, who, what.
  public String log() {
    return log.text();
  }

  /// Adds a line of the test's own to the event log.
  public void note(String text) {
    line("· " + text);
  }

  private void line(String text) {
    log.add(now, text);
  }

  private void run(String who, Action action) {
    try {
      action.run();
    } catch (SimulatedCrash powerLost) {
      throw powerLost;
    } catch (SimulationFailure told) {
      throw told;
    } catch (Exception | AssertionError failure) {
      throw failure(who + ": " + failure, failure);
    }
  }

  /// The failure of this run: what, when, how to bring it back, and the log's end.
  private SimulationFailure failure(String what, @Nullable Throwable cause) {
    return new SimulationFailure(
        what
            + "\n  at "
            + EventLog.seconds(now)
            + " of seed "
            + seed
            + "\nreproduce: "
            + Reproduction.line(seed)
            + "\nthe log's end:\n"
            + log.tail(TOLD_LOG_LINES),
        cause);
  }

  private static final class SimulationFailure extends AssertionError {
    SimulationFailure(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// What one life of a node sees.
  private final class Life implements Environment<M> {
    private final Place place;
    private final int life;
    private final CrashDisk disk;

    Life(Place place, int life, CrashDisk disk) {
      this.place = place;
      this.life = life;
      this.disk = disk;
    }

    private boolean alive() {
      return place.up && place.life == life;
    }

    @Override
    public String name() {
      return place.name;
    }

    @Override
    public void send(String from, String to, M message) {
      if (alive()) {
        Simulation.this.send(from, to, message);
      }
    }

    @Override
    public CrashDisk disk() {
      return disk;
    }

    @Override
    public Time time() {
      return place.clock;
    }

    @Override
    public RandomGenerator random() {
      return place.random;
    }

    @Override
    public void log(String text) {
      if (alive()) {
        line(place.name + " · " + text);
      }
    }
  }
}
