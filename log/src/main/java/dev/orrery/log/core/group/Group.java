package dev.orrery.log.core.group;

import dev.orrery.log.core.partition.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One group's members, target, owners and committed offsets. Not thread-safe.
final class Group {
  /// One member. `assigned` is what it was told; all epochs from `acknowledgedEpoch` to `epoch` may
  /// be the last it has heard of.
  static final class Member {
    final String id;
    Set<String> subscribed = Set.of();
    TreeSet<TopicPartition> assigned = new TreeSet<>();
    TreeSet<TopicPartition> target = new TreeSet<>();
    int epoch;
    int acknowledgedEpoch;
    int sessionTimeoutMillis;
    long sessionEnds;
    long releaseEnds;
    boolean fenced;

    Member(String id) {
      this.id = id;
    }

    boolean mayHaveHeard(int candidate) {
      return candidate >= acknowledgedEpoch && candidate <= epoch;
    }
  }

  final String name;
  final TreeMap<String, Member> members = new TreeMap<>();
  final TreeMap<TopicPartition, String> owners = new TreeMap<>();
  final TreeMap<TopicPartition, CommittedOffset> offsets = new TreeMap<>();
  int epoch;
  boolean targetIsStale;
  boolean changed;

  Group(String name) {
    this.name = name;
  }

  static Group restore(GroupImage image, CoordinatorOptions options, long nowMillis) {
    Group group = new Group(image.group());
    group.epoch = image.epoch();
    group.owners.putAll(image.owners());
    for (GroupImage.Member stored : image.members()) {
      Member member = new Member(stored.id());
      member.epoch = stored.epoch();
      member.acknowledgedEpoch = stored.acknowledgedEpoch();
      member.sessionTimeoutMillis = stored.sessionTimeoutMillis();
      member.fenced = stored.fenced();
      member.subscribed = stored.subscribed();
      member.assigned.addAll(stored.assigned());
      member.target.addAll(stored.target());
      member.sessionEnds = nowMillis + stored.sessionTimeoutMillis();
      member.releaseEnds = nowMillis + options.rebalanceTimeoutMillis();
      group.members.put(member.id, member);
    }
    return group;
  }

  GroupImage image() {
    List<GroupImage.Member> images =
        members.values().stream()
            .map(it ->
                new GroupImage.Member(
                    it.id,
                    it.epoch,
                    it.acknowledgedEpoch,
                    it.sessionTimeoutMillis,
                    it.fenced,
                    new TreeSet<>(it.subscribed),
                    new TreeSet<>(it.assigned),
                    new TreeSet<>(it.target)))
            .toList();
    return new GroupImage(name, epoch, images, new TreeMap<>(owners));
  }

  /// Removes whoever has been silent for its session, and fences whoever keeps what it was told to
  /// let go of. What a removed member owned is free.
  void expire(long nowMillis) {
    for (Member member : List.copyOf(members.values())) {
      if (nowMillis >= member.sessionEnds) {
        remove(member);
      } else if (!member.fenced && isReleasing(member) && nowMillis >= member.releaseEnds) {
        member.fenced = true;
        targetIsStale = true;
      }
    }
  }

  /// When [#expire(long)] next has something to do.
  Optional<Long> nextDeadline() {
    return members.values().stream()
        .map(it ->
            !it.fenced && isReleasing(it)
                ? Math.min(it.sessionEnds, it.releaseEnds)
                : it.sessionEnds)
        .min(Long::compare);
  }

  void remove(Member member) {
    members.remove(member.id);
    owners.values().removeIf(member.id::equals);
    targetIsStale = true;
    changed = true;
  }

  /// Frees what the member was told to let go of and no longer holds.
  void release(Member member, Set<TopicPartition> held) {
    changed |=
        owners
            .entrySet()
            .removeIf(it ->
                it.getValue().equals(member.id)
                    && !member.assigned.contains(it.getKey())
                    && !held.contains(it.getKey()));
  }

  boolean isReleasing(Member member) {
    return owners.entrySet().stream()
        .anyMatch(it -> it.getValue().equals(member.id) && !member.assigned.contains(it.getKey()));
  }

  /// Asks the assignor again, if membership, subscriptions or topics have changed since.
  void retarget(Assignor assignor, Map<String, Integer> topics) {
    if (!targetIsStale) {
      return;
    }
    targetIsStale = false;
    changed = true;
    epoch++;
    Map<String, GroupSpecification.Member> specifications = new HashMap<>();
    for (Member member : members.values()) {
      if (!member.fenced) {
        specifications.put(
            member.id, new GroupSpecification.Member(member.subscribed, member.target));
      }
    }
    Map<String, Set<TopicPartition>> target =
        specifications.isEmpty()
            ? Map.of()
            : assignor.assign(new GroupSpecification(specifications, topics));
    for (Member member : members.values()) {
      member.target = new TreeSet<>(target.getOrDefault(member.id, Set.of()));
    }
  }

  /// Moves what the member is told one step towards its target: away what is no longer its, to it
  /// what nobody else owns. A change takes a new epoch.
  void reconcile(Member member, long releaseEnds) {
    TreeSet<TopicPartition> next = new TreeSet<>();
    for (TopicPartition partition : member.target) {
      if (owners.getOrDefault(partition, member.id).equals(member.id)) {
        next.add(partition);
      }
    }
    if (next.equals(member.assigned)) {
      return;
    }
    if (!isReleasing(member)) {
      member.releaseEnds = releaseEnds;
    }
    member.assigned = next;
    member.epoch = ++epoch;
    next.forEach(it -> owners.put(it, member.id));
    changed = true;
  }

  boolean isSettled(Member member) {
    return member.assigned.equals(member.target) && !isReleasing(member);
  }
}
