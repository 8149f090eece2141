package dev.orrery.log.lab.assignor;

import dev.orrery.log.core.group.Assignor;
import dev.orrery.log.core.group.GroupSpecification;
import dev.orrery.log.core.group.StickyAssignor;
import dev.orrery.log.core.group.UniformAssignor;
import dev.orrery.log.core.partition.TopicPartition;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Assignors that are wrong in one place each.
final class AssignorTwins {
  private AssignorTwins() {}

  static List<WrongTwin<Assignor>> all() {
    return List.of(
        new WrongTwin<>(
            "joining-order",
            "deals to members in the order in which they are listed, which differs from broker to"
                + " broker",
            Contract.ANY,
            AssignorTwins::inListedOrder),
        new WrongTwin<>(
            "lost-remainder",
            "rounds the share down and forgets what is left over",
            Contract.ANY,
            AssignorTwins::withoutRemainder),
        new WrongTwin<>(
            "two-owners",
            "lets everybody keep what it had, and deals all of it out again",
            Contract.ANY,
            AssignorTwins::keepingTwoOwners),
        new WrongTwin<>(
            "unasked",
            "takes every member for a subscriber of every topic",
            Contract.ANY,
            AssignorTwins::toAnybody),
        new WrongTwin<>(
            "hoarder",
            "gives a topic to its first subscriber",
            Contract.ANY,
            AssignorTwins::toTheFirst),
        new WrongTwin<>(
            "forgetful", "calls itself sticky and starts afresh", "sticky", new UniformAssignor()),
        new WrongTwin<>(
            "lazy",
            "never moves what somebody has, however uneven it becomes",
            "sticky",
            AssignorTwins::neverMoving),
        new WrongTwin<>(
            "round-robin",
            "deals one by one where ranges were promised",
            "range",
            AssignorTwins::roundRobin));
  }

  private static Map<String, Set<TopicPartition>> inListedOrder(GroupSpecification group) {
    Map<String, Set<TopicPartition>> dealt = new HashMap<>();
    for (TopicPartition partition : group.partitions()) {
      List<String> subscribers = new ArrayList<>(group.members().keySet());
      subscribers.removeIf(it -> !group.subscribersOf(partition.topic()).contains(it));
      give(dealt, subscribers.get(partition.partition() % subscribers.size()), partition);
    }
    return dealt;
  }

  private static Map<String, Set<TopicPartition>> withoutRemainder(GroupSpecification group) {
    Map<String, Set<TopicPartition>> dealt = new HashMap<>();
    group
        .topics()
        .forEach((topic, count) -> {
          List<String> subscribers = group.subscribersOf(topic);
          for (int i = 0; i < subscribers.size(); i++) {
            int share = count / subscribers.size();
            for (int p = i * share; p < (i + 1) * share; p++) {
              give(dealt, subscribers.get(i), new TopicPartition(topic, p));
            }
          }
        });
    return dealt;
  }

  private static Map<String, Set<TopicPartition>> keepingTwoOwners(GroupSpecification group) {
    Map<String, Set<TopicPartition>> dealt = roundRobin(group);
    group
        .members()
        .forEach((id, member) ->
            member.current().stream()
                .filter(it -> member.subscribed().contains(it.topic()))
                .forEach(it -> give(dealt, id, it)));
    return dealt;
  }

  private static Map<String, Set<TopicPartition>> toAnybody(GroupSpecification group) {
    Map<String, GroupSpecification.Member> members = new HashMap<>();
    group
        .members()
        .forEach((id, member) ->
            members.put(
                id, new GroupSpecification.Member(group.topics().keySet(), member.current())));
    return new StickyAssignor().assign(new GroupSpecification(members, group.topics()));
  }

  private static Map<String, Set<TopicPartition>> toTheFirst(GroupSpecification group) {
    Map<String, Set<TopicPartition>> dealt = new HashMap<>();
    for (TopicPartition partition : group.partitions()) {
      give(dealt, group.subscribersOf(partition.topic()).getFirst(), partition);
    }
    return dealt;
  }

  private static Map<String, Set<TopicPartition>> neverMoving(GroupSpecification group) {
    Map<String, Set<TopicPartition>> dealt = new HashMap<>();
    Set<TopicPartition> free = new TreeSet<>(group.partitions());
    group
        .members()
        .forEach((id, member) ->
            member.current().stream()
                .filter(it -> member.subscribed().contains(it.topic()) && free.remove(it))
                .forEach(it -> give(dealt, id, it)));
    for (TopicPartition partition : free) {
      List<String> subscribers = group.subscribersOf(partition.topic());
      give(dealt, subscribers.get(partition.partition() % subscribers.size()), partition);
    }
    return dealt;
  }

  private static Map<String, Set<TopicPartition>> roundRobin(GroupSpecification group) {
    Map<String, Set<TopicPartition>> dealt = new HashMap<>();
    for (TopicPartition partition : group.partitions()) {
      List<String> subscribers = group.subscribersOf(partition.topic());
      give(dealt, subscribers.get(partition.partition() % subscribers.size()), partition);
    }
    return dealt;
  }

  private static void give(
      Map<String, Set<TopicPartition>> dealt, String member, TopicPartition partition) {
    dealt.computeIfAbsent(member, id -> new TreeSet<>()).add(partition);
  }
}
