package dev.orrery.primitives.lab;

import dev.orrery.primitives.lab.experiments.HitRatio;
import dev.orrery.primitives.lab.experiments.RingBalance;
import dev.orrery.primitives.lab.experiments.ShiftingWindow;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.util.ArrayList;
import java.util.List;

/// What there is to do and to see with the primitives.
public final class PrimitivesLab implements Lab {
  private static final String STUBS = "/dev/orrery/primitives/lab/stubs/";

  @Override
  public String component() {
    return "primitives";
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(lru(), sieve(), timerWheel(), loader());
  }

  private static Exercise lru() {
    return new Exercise(
        "lru",
        "Write a least-recently-used eviction policy whose every operation is constant time.",
        "The stub evicts the first key a HashMap happens to name. Which of the laws of cache.eviction"
            + " does it keep, and what is the shortest story that shows it is no LRU?",
        List.of(
            "usedBytes is the sum of the residents' weights and at most capacityBytes",
            "the first key of the order is the one whose last access lies furthest back",
            "a key is in the map exactly when it is in the order"),
        STUBS + "MyLru.java.stub",
        "MyLru",
        "cache.eviction",
        "lru",
        List.of(
            "A map alone knows who is there, not in which order they were used. What second structure"
                + " lets a key move to the end without a search?",
            "Link the entries to their neighbours in the order of use; the map leads from a key to its"
                + " entry. An access unlinks the entry and links it at the end.",
            "java.util.LinkedHashMap with accessOrder true is just that. Mind a key heavier than the"
                + " whole capacity: it evicts itself, and nobody else."));
  }

  private static Exercise sieve() {
    return new Exercise(
        "sieve",
        "Write SIEVE: a FIFO with one mark a key and a hand, in which an access moves nothing and which"
            + " still keeps what is asked for again.",
        "Capacity 3: put a, b, c; get a; put d; put e. Whom does a FIFO evict at d and at e, whom CLOCK,"
            + " and whom SIEVE? Where is SIEVE's hand afterwards?",
        List.of(
            "an access marks a resident and moves nobody",
            "the hand goes from the oldest to the newest, wipes the marks it meets, and stops at the"
                + " first key without one: the victim",
            "the next search begins where the last one ended; after the newest comes the oldest",
            "a newcomer is the newest, and comes in after the victim has left"),
        STUBS + "MySieve.java.stub",
        "MySieve",
        "cache.eviction",
        "sieve",
        List.of(
            "Two things are missing: a mark for each key, set when a resident is accessed, and the place"
                + " of the hand, which survives from one eviction to the next.",
            "An index into the list will do for the hand at first: it stays where the victim was, since"
                + " all that were newer move down one place. Mind a removal in front of the hand, and a"
                + " hand beyond the end when the newcomer is added.",
            "For constant time, link the keys to their neighbours and let the hand be a node. Who"
                + " unlinks the node under the hand moves the hand to the next newer one first."));
  }

  private static Exercise loader() {
    return new Exercise(
        "loader",
        "Write a single flight: of those who miss the same key at the same time one loads, and the"
            + " others share what it gets.",
        "A popular key expires, and 1,000 readers ask for it within the 50 ms its load takes. How many"
            + " loads does the database see with the stub, and how many with yours? And if the load"
            + " fails, what does reader 1,001 get a second later?",
        List.of(
            "at most one load of a key runs at a time",
            "all who came while it ran get its result, or its failure",
            "after it has ended, by success or failure, the next call loads again",
            "loads of different keys do not wait for one another"),
        STUBS + "MyLoader.java.stub",
        "MyLoader",
        "primitives.singleflight",
        Contract.ANY,
        List.of(
            "What must the second caller find, so that it knows that the first is on its way, and what"
                + " can it wait for?",
            "A ConcurrentHashMap from key to CompletableFuture: putIfAbsent tells who is first. The"
                + " first runs the loader on its own thread and completes the future; the others get() it.",
            "Take the future out of the map before completing it, in both cases, success and failure;"
                + " and unwrap the ExecutionException, so that all throw what the loader threw."));
  }

  private static Exercise timerWheel() {
    return new Exercise(
        "timer-wheel",
        "Give a timer wheel levels, so that it holds any deadline and still starts and stops a timer"
            + " in constant time.",
        "The stub has 64 slots of one tick. A timer in 64 ticks and one in 65: which of them fires at"
            + " the wrong time, and when?",
        List.of(
            "a timer fires at or after its deadline, at most one tick late, once",
            "what waits on level n lies within 64 to the power of n + 1 ticks",
            "a timer moves down a level when the time reaches its slot, before it is due"),
        STUBS + "MyTimerWheel.java.stub",
        "MyTimerWheel",
        "primitives.timers",
        Contract.ANY,
        List.of(
            "Write the tick number in base 64. Which digit of now and of the deadline differ first,"
                + " read from the left?",
            "That digit is the level, its value is the slot. When level n comes to a slot, place what is"
                + " in it anew: the digits to the left are now equal.",
            "A long a level with a bit for each slot that is in use finds the next one at once; then"
                + " nextDeadline is empty when no timer runs, and advance skips empty stretches."));
  }

  @Override
  public List<Experiment> experiments() {
    List<Experiment> experiments = new ArrayList<>(List.of(RingBalance.experiment()));
    experiments.addAll(HitRatio.experiments());
    experiments.add(ShiftingWindow.experiment());
    return experiments;
  }
}
