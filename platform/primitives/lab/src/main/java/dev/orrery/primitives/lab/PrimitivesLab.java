package dev.orrery.primitives.lab;

import dev.orrery.primitives.lab.experiments.HitRatio;
import dev.orrery.primitives.lab.experiments.RingBalance;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
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
    return List.of(lru(), timerWheel());
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
    return List.of(RingBalance.experiment(), HitRatio.experiment());
  }
}
