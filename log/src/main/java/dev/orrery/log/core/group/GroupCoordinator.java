package dev.orrery.log.core.group;

import dev.orrery.log.core.group.GroupReply.Reason;
import dev.orrery.log.core.partition.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All groups, as one state machine: `step(input, now)` gives the answer and what must be stored
/// first. See the package for the protocol. Not thread-safe; times are milliseconds of a monotonic
/// clock.
public final class GroupCoordinator {
  public static final int MAXIMUM_GROUPS = 1_000;
  public static final int MAXIMUM_MEMBERS = 256;
  public static final int MAXIMUM_SUBSCRIPTIONS = 64;
  public static final int MAXIMUM_NAME_BYTES = 128;
  public static final int MAXIMUM_METADATA_BYTES = 4_096;

  /// Heartbeats in a session; also how soon, as a part of it, a survivor hears that it inherits.
  private static final int HEARTBEATS_PER_SESSION = 20;

  private static final int MAXIMUM_INTERVAL_MILLIS = 3_000;

  /// While partitions are on their way each step waits for a heartbeat, so they come quickly.
  private static final int SETTLING_INTERVAL_MILLIS = 100;

  private final Assignor assignor;
  private final CoordinatorOptions options;
  private final TreeMap<String, Integer> topics = new TreeMap<>();
  private final TreeMap<String, Group> groups = new TreeMap<>();

  public GroupCoordinator(Assignor assignor, CoordinatorOptions options) {
    this.assignor = assignor;
    this.options = options;
  }

  /// Takes over stored membership, on starting; sessions begin anew.
  public void restore(GroupImage image, long nowMillis) {
    Group restored = Group.restore(image, options, nowMillis);
    Group before = groups.put(image.group(), restored);
    if (before != null) {
      restored.offsets.putAll(before.offsets);
    }
  }

  /// Takes over a stored offset, on starting.
  public void restore(String group, TopicPartition partition, CommittedOffset offset) {
    groups.computeIfAbsent(group, Group::new).offsets.put(partition, offset);
  }

  /// Advances to `nowMillis`, then takes the input.
  public GroupStep step(GroupInput input, long nowMillis) {
    List<GroupChange> changes = new ArrayList<>();
    GroupReply reply =
        switch (input) {
          case GroupInput.Heartbeat heartbeat -> heartbeat(heartbeat, nowMillis, changes);
          case GroupInput.Commit commit -> commit(commit, nowMillis, changes);
          case GroupInput.TopicCreated created -> topicCreated(created);
          case GroupInput.Tick tick -> expireAll(nowMillis, changes);
        };
    return new GroupStep(reply, changes);
  }

  /// When the next session ends, if any; a [GroupInput.Tick] is due then.
  public OptionalLong nextDeadline() {
    return groups.values().stream()
        .map(Group::nextDeadline)
        .flatMap(Optional::stream)
        .mapToLong(Long::longValue)
        .min();
  }

  private GroupReply topicCreated(GroupInput.TopicCreated created) {
    topics.put(created.topic(), created.partitions());
    for (Group group : groups.values()) {
      group.targetIsStale |=
          group.members.values().stream().anyMatch(it -> it.subscribed.contains(created.topic()));
    }
    return new GroupReply.Done();
  }

  private GroupReply expireAll(long nowMillis, List<GroupChange> changes) {
    for (Group group : List.copyOf(groups.values())) {
      group.expire(nowMillis);
      store(group, changes);
    }
    return new GroupReply.Done();
  }

  private GroupReply heartbeat(
      GroupInput.Heartbeat heartbeat, long nowMillis, List<GroupChange> changes) {
    Group group = groups.get(heartbeat.group());
    if (group == null) {
      if (heartbeat.memberEpoch() != 0 || heartbeat.leave()) {
        return refused(Reason.UNKNOWN_MEMBER, "there is no group " + heartbeat.group());
      }
      if (groups.size() >= MAXIMUM_GROUPS) {
        return refused(Reason.GROUP_LIMIT, "there are " + MAXIMUM_GROUPS + " groups already");
      }
      group = new Group(heartbeat.group());
      groups.put(group.name, group);
    }
    group.expire(nowMillis);
    GroupReply reply = heartbeat(group, heartbeat, nowMillis);
    store(group, changes);
    return reply;
  }

  private GroupReply heartbeat(Group group, GroupInput.Heartbeat heartbeat, long nowMillis) {
    Group.Member member = group.members.get(heartbeat.memberId());
    if (heartbeat.memberEpoch() == 0 && !heartbeat.leave()) {
      return join(group, member, heartbeat, nowMillis);
    }
    if (member == null) {
      return refused(Reason.UNKNOWN_MEMBER, heartbeat.memberId() + " is not a member");
    }
    if (!member.mayHaveHeard(heartbeat.memberEpoch())) {
      return refused(
          Reason.FENCED_MEMBER_EPOCH,
          "the member's epoch is " + member.epoch + ", not " + heartbeat.memberEpoch());
    }
    if (heartbeat.leave()) {
      group.remove(member);
      return new GroupReply.Done();
    }
    if (member.fenced) {
      return fenced(member);
    }
    member.acknowledgedEpoch = heartbeat.memberEpoch();
    if (heartbeat.memberEpoch() == member.epoch) {
      group.release(member, heartbeat.owned());
    }
    return stay(group, member, heartbeat, nowMillis);
  }

  /// A new member, or one whose first answer was lost: that one is told again what it was told, and
  /// nothing is let go, since the request may be an old one arriving late.
  private GroupReply join(
      Group group, Group.@Nullable Member known, GroupInput.Heartbeat heartbeat, long nowMillis) {
    int session =
        heartbeat.sessionTimeoutMillis() == 0
            ? options.defaultSessionMillis()
            : heartbeat.sessionTimeoutMillis();
    if (session < options.minimumSessionMillis() || session > options.maximumSessionMillis()) {
      return refused(
          Reason.INVALID,
          "the session time-out must be "
              + options.minimumSessionMillis()
              + " to "
              + options.maximumSessionMillis()
              + " ms, not "
              + session);
    }
    if (known != null) {
      if (known.fenced) {
        return fenced(known);
      }
      known.sessionTimeoutMillis = Math.max(session, known.sessionTimeoutMillis);
      return stay(group, known, heartbeat, nowMillis);
    }
    if (heartbeat.subscribed().isEmpty()) {
      return refused(Reason.INVALID, "a joining member must subscribe to at least one topic");
    }
    if (group.members.size() >= MAXIMUM_MEMBERS) {
      return refused(Reason.GROUP_LIMIT, "the group has " + MAXIMUM_MEMBERS + " members already");
    }
    Group.Member member = new Group.Member(heartbeat.memberId());
    member.sessionTimeoutMillis = session;
    member.epoch = ++group.epoch;
    member.acknowledgedEpoch = member.epoch;
    group.members.put(member.id, member);
    return stay(group, member, heartbeat, nowMillis);
  }

  private GroupReply stay(
      Group group, Group.Member member, GroupInput.Heartbeat heartbeat, long nowMillis) {
    member.sessionEnds = nowMillis + member.sessionTimeoutMillis;
    if (!heartbeat.subscribed().isEmpty() && !heartbeat.subscribed().equals(member.subscribed)) {
      member.subscribed = heartbeat.subscribed();
      group.targetIsStale = true;
    }
    group.retarget(assignor, topics);
    group.reconcile(member, nowMillis + options.rebalanceTimeoutMillis());
    int interval =
        Math.clamp(
            member.sessionTimeoutMillis / HEARTBEATS_PER_SESSION, 1, MAXIMUM_INTERVAL_MILLIS);
    if (!group.isSettled(member)) {
      interval = Math.min(interval, SETTLING_INTERVAL_MILLIS);
    }
    return new GroupReply.Assigned(member.epoch, interval, new TreeSet<>(member.assigned));
  }

  private GroupReply commit(GroupInput.Commit commit, long nowMillis, List<GroupChange> changes) {
    Group group = groups.get(commit.group());
    if (group != null) {
      group.expire(nowMillis);
      store(group, changes);
      group = groups.get(commit.group());
    }
    if (commit.memberId().isEmpty()) {
      if (group != null && !group.members.isEmpty()) {
        return refused(
            Reason.UNKNOWN_MEMBER, "the group has members, so only they commit its offsets");
      }
      if (group == null) {
        if (groups.size() >= MAXIMUM_GROUPS) {
          return refused(Reason.GROUP_LIMIT, "there are " + MAXIMUM_GROUPS + " groups already");
        }
        group = new Group(commit.group());
        groups.put(group.name, group);
      }
    } else {
      Optional<GroupReply> refusal = refusalOf(group, commit);
      if (group == null || refusal.isPresent()) {
        return refusal.orElseThrow();
      }
    }
    group.offsets.putAll(commit.offsets());
    changes.add(new GroupChange.Offsets(commit.group(), commit.offsets()));
    return new GroupReply.Done();
  }

  private static Optional<GroupReply> refusalOf(@Nullable Group group, GroupInput.Commit commit) {
    Group.Member member = group == null ? null : group.members.get(commit.memberId());
    if (group == null || member == null) {
      return Optional.of(refused(Reason.UNKNOWN_MEMBER, commit.memberId() + " is not a member"));
    }
    if (member.fenced || !member.mayHaveHeard(commit.memberEpoch())) {
      return Optional.of(
          refused(
              Reason.FENCED_MEMBER_EPOCH,
              "the member's epoch is " + member.epoch + ", not " + commit.memberEpoch()));
    }
    for (TopicPartition partition : commit.offsets().keySet()) {
      if (!member.id.equals(group.owners.get(partition))) {
        return Optional.of(
            refused(Reason.FENCED_MEMBER_EPOCH, partition + " is not this member's"));
      }
    }
    return Optional.empty();
  }

  /// Notes a changed group for storing; one without members and offsets is forgotten.
  private void store(Group group, List<GroupChange> changes) {
    if (group.changed) {
      group.changed = false;
      changes.add(new GroupChange.Membership(group.image()));
    }
    if (group.members.isEmpty() && group.offsets.isEmpty()) {
      groups.remove(group.name);
    }
  }

  private static GroupReply fenced(Group.Member member) {
    return refused(
        Reason.FENCED_MEMBER_EPOCH,
        member.id + " did not let go in time; its id is free again when its session has passed");
  }

  private static GroupReply refused(Reason reason, String message) {
    return new GroupReply.Refused(reason, message);
  }

  /// Names of all groups, ascending.
  public Set<String> groups() {
    return Set.copyOf(groups.keySet());
  }

  /// The group's membership at this moment; empty when there is no such group.
  public Optional<GroupImage> describe(String group) {
    return Optional.ofNullable(groups.get(group)).map(Group::image);
  }

  /// The group's committed offsets, ascending by partition.
  public Map<TopicPartition, CommittedOffset> offsets(String group) {
    Group found = groups.get(group);
    return found == null ? Map.of() : new TreeMap<>(found.offsets);
  }
}
