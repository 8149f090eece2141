package dev.orrery.log.core.group;

import dev.orrery.log.core.partition.TopicPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/// A coordinator and its members in virtual time, on a network that loses, doubles, delays and
/// reorders, with members that pause, die and come back and a coordinator that restarts from what
/// it stored. Everything follows from the seed; the log of events is the run.
final class GroupSimulation {
  static final TreeMap<String, Integer> TOPICS = new TreeMap<>(Map.of("a", 5, "b", 3));

  private static final int SESSION_MILLIS = 1_000;
  private static final int ANSWER_TIMEOUT_MILLIS = 300;
  private static final int MEMBERS = 4;
  private static final CoordinatorOptions OPTIONS =
      new CoordinatorOptions(100, 5_000, 1_000, 2_000);

  private record Event(long at, long order, Runnable body) {}

  private final SplittableRandom random;
  private final Assignor assignor;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final List<String> log = new ArrayList<>();
  private final Map<String, byte[]> stored = new TreeMap<>();
  private final List<Member> members = new ArrayList<>();
  private GroupCoordinator coordinator;
  private long now;
  private long order;
  private boolean faulty = true;
  private int incarnations;
  int zombieCommitsRefused;
  int commitsTaken;

  GroupSimulation(long seed, Assignor assignor) {
    this.random = new SplittableRandom(seed);
    this.assignor = assignor;
    this.coordinator = restart();
    for (int i = 0; i < MEMBERS; i++) {
      Member member = new Member();
      members.add(member);
      after(random.nextInt(2_000), member::heartbeat);
      after(random.nextInt(2_000), member::commit);
    }
    after(500, this::trouble);
  }

  /// Runs through faults, then in peace, and returns the log of events.
  ///
  /// @throws AssertionError when two members own a partition at once, when a commit is taken from
  ///   one while another owns it, or when in peace partitions stay without an owner
  List<String> run(long faultyMillis, long peacefulMillis) {
    runUntil(faultyMillis);
    faulty = false;
    runUntil(faultyMillis + peacefulMillis);
    TreeMap<TopicPartition, Integer> owners = new TreeMap<>();
    members.forEach(it -> it.believed().forEach(p -> owners.merge(p, 1, Integer::sum)));
    for (Map.Entry<String, Integer> topic : TOPICS.entrySet()) {
      for (int i = 0; i < topic.getValue(); i++) {
        TopicPartition partition = new TopicPartition(topic.getKey(), i);
        if (!owners.containsKey(partition)) {
          throw new AssertionError(partition + " has no owner in the end\n" + tail());
        }
      }
    }
    return log;
  }

  private void runUntil(long end) {
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event next = events.remove();
      now = next.at();
      next.body().run();
      assertOneOwner();
    }
    now = end;
  }

  private void assertOneOwner() {
    Map<TopicPartition, String> owners = new HashMap<>();
    for (Member member : members) {
      for (TopicPartition partition : member.believed()) {
        String other = owners.put(partition, member.id);
        if (other != null) {
          throw new AssertionError(
              partition + " is owned by " + other + " and " + member.id + "\n" + tail());
        }
      }
    }
  }

  private String tail() {
    return String.join("\n", log.subList(Math.max(0, log.size() - 40), log.size()));
  }

  private void note(String line) {
    log.add(now + " " + line);
  }

  private void after(long millis, Runnable body) {
    events.add(new Event(now + millis, order++, body));
  }

  /// Hands a message over: late, perhaps never, perhaps twice.
  private void send(Runnable delivery) {
    if (faulty && random.nextInt(10) == 0) {
      return;
    }
    after(delay(), delivery);
    if (faulty && random.nextInt(10) == 0) {
      after(delay() * 3, delivery);
    }
  }

  private long delay() {
    return 1L + (faulty && random.nextInt(8) == 0 ? random.nextInt(900) : random.nextInt(20));
  }

  private void trouble() {
    if (!faulty) {
      return;
    }
    Member victim = members.get(random.nextInt(members.size()));
    switch (random.nextInt(5)) {
      case 0 -> victim.die();
      case 1 -> victim.pause(random.nextInt(3_000));
      case 2 -> victim.leave();
      case 3 -> victim.clings = !victim.clings;
      default -> {
        note("coordinator restarts");
        coordinator = restart();
      }
    }
    after(random.nextInt(1_500), this::trouble);
  }

  private GroupCoordinator restart() {
    GroupCoordinator fresh = new GroupCoordinator(assignor, OPTIONS);
    stored.forEach((key, value) -> GroupCodec.restore(fresh, key, value, now));
    TOPICS.forEach((topic, count) -> fresh.step(new GroupInput.TopicCreated(topic, count), now));
    return fresh;
  }

  private GroupReply step(GroupInput input) {
    GroupStep step = coordinator.step(input, now);
    for (GroupChange change : step.changes()) {
      GroupCodec.encode(change)
          .forEach((key, value) -> {
            if (value.isPresent()) {
              stored.put(key, value.get());
            } else {
              stored.remove(key);
            }
          });
    }
    note(input + " -> " + step.reply());
    return step.reply();
  }

  private final class Member {
    String id = "m" + incarnations++;
    boolean clings;
    private int epoch;
    private TreeSet<TopicPartition> owned = new TreeSet<>();
    private long sessionEnds;
    private long request;
    private long busyUntil;

    /// What it would work on at this moment.
    Set<TopicPartition> believed() {
      return now < sessionEnds ? owned : Set.of();
    }

    void heartbeat() {
      if (now < busyUntil) {
        after(busyUntil - now, this::heartbeat);
        return;
      }
      if (now >= sessionEnds && epoch != 0) {
        forget("session over");
      }
      long sentAt = now;
      long number = ++request;
      String sender = id;
      GroupInput.Heartbeat heartbeat =
          new GroupInput.Heartbeat("g", id, epoch, false, TOPICS.keySet(), owned, SESSION_MILLIS);
      send(() -> {
        GroupReply reply = step(heartbeat);
        send(() -> answered(sender, number, sentAt, reply));
      });
      after(
          ANSWER_TIMEOUT_MILLIS,
          () -> {
            if (number == request) {
              heartbeat();
            }
          });
    }

    private void answered(String sender, long number, long sentAt, GroupReply reply) {
      if (number != request || !sender.equals(id) || now < busyUntil) {
        return; // of a call that was given up
      }
      request++;
      switch (reply) {
        case GroupReply.Assigned assigned -> {
          epoch = assigned.memberEpoch();
          sessionEnds = sentAt + SESSION_MILLIS;
          TreeSet<TopicPartition> next = new TreeSet<>(assigned.assigned());
          if (clings && faulty) {
            next.addAll(owned);
          }
          owned = next;
          note(id + " owns " + owned);
          after(assigned.heartbeatIntervalMillis(), this::heartbeat);
        }
        case GroupReply.Refused refused -> {
          forget(refused.reason().name());
          after(50, this::heartbeat);
        }
        case GroupReply.Done done -> after(50, this::heartbeat);
      }
    }

    private void forget(String why) {
      note(id + " lets go of " + owned + ": " + why);
      owned = new TreeSet<>();
      epoch = 0;
      sessionEnds = 0;
    }

    void commit() {
      if (now >= busyUntil && !owned.isEmpty()) {
        TopicPartition partition = owned.first();
        String sender = id;
        GroupInput.Commit commit =
            new GroupInput.Commit("g", id, epoch, Map.of(partition, new CommittedOffset(now, "")));
        send(() -> commitArrives(sender, partition, commit));
      }
      after(100 + random.nextInt(300), this::commit);
    }

    private void commitArrives(String sender, TopicPartition partition, GroupInput.Commit commit) {
      boolean taken = step(commit) instanceof GroupReply.Done;
      Optional<String> owner =
          members.stream()
              .filter(it -> it.believed().contains(partition))
              .map(it -> it.id)
              .findFirst();
      boolean zombie = owner.isPresent() && !owner.get().equals(sender);
      if (taken && zombie) {
        throw new AssertionError(
            "commit of " + sender + " taken while " + owner.get() + " owns\n" + tail());
      }
      commitsTaken += taken ? 1 : 0;
      zombieCommitsRefused += zombie ? 1 : 0;
    }

    /// Stops for a while, messages under way included; its session may pass meanwhile.
    void pause(long millis) {
      note(id + " pauses for " + millis);
      busyUntil = now + millis;
      after(millis, this::heartbeat);
    }

    /// Dies and comes back as somebody else.
    void die() {
      note(id + " dies");
      forget("dead");
      reborn();
    }

    void leave() {
      GroupInput.Heartbeat leave =
          new GroupInput.Heartbeat("g", id, epoch, true, Set.of(), Set.of(), 0);
      forget("leaves");
      send(() -> step(leave));
      reborn();
    }

    private void reborn() {
      id = "m" + incarnations++;
      request++;
      after(random.nextInt(1_000), this::heartbeat);
    }
  }
}
