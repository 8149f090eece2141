package dev.orrery.log.lab.assignor;

import dev.orrery.log.core.group.Assignor;
import dev.orrery.log.core.group.GroupSpecification;
import dev.orrery.log.core.partition.TopicPartition;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// What every assignor owes a group, and what the named ones owe beside it.
final class AssignorContract {
  private static final List<String> TOPICS = List.of("a", "b", "c");
  private static final int MAXIMUM_MEMBERS = 6;
  private static final int MAXIMUM_PARTITIONS = 7;

  private AssignorContract() {}

  static Contract<Assignor> any() {
    return Contract.of(
        Contract.ANY,
        law(
            "gives every partition to exactly one member",
            groups(),
            AssignorContract::eachExactlyOnce),
        law(
            "gives nobody a partition of a topic it does not subscribe to",
            groups(),
            AssignorContract::onlySubscribed),
        law(
            "is balanced within one when all subscribe to one topic",
            oneTopic(),
            AssignorContract::balanced),
        law(
            "does not depend on the order in which members are listed",
            groups(),
            AssignorContract::orderDoesNotMatter));
  }

  static Contract<Assignor> range() {
    return Contract.of(
        "range",
        law(
            "gives consecutive partitions to consecutive members, the surplus to the first",
            groups(),
            AssignorContract::isRange));
  }

  static Contract<Assignor> uniform() {
    return Contract.of("uniform", balancedOverAllTopics());
  }

  static Contract<Assignor> sticky() {
    return Contract.of(
        "sticky",
        balancedOverAllTopics(),
        law(
            "moves no more partitions than balance needs",
            sameSubscriptions(),
            AssignorContract::fewestMoves));
  }

  private static Law<Assignor, GroupSpecification> balancedOverAllTopics() {
    return law(
        "is balanced within one over all topics together",
        sameSubscriptions(),
        AssignorContract::balanced);
  }

  private static Law<Assignor, GroupSpecification> law(
      String name,
      Arbitrary<GroupSpecification> groups,
      Law.Check<Assignor, GroupSpecification> check) {
    return Law.of(name, groups, AssignorContract::story, check);
  }

  // ---- cases ---------------------------------------------------------------------------------

  /// Members with any subscriptions, and an assignment of before that fits them in part.
  private static Arbitrary<GroupSpecification> groups() {
    return specifications(Arbitraries.of(TOPICS).set().ofMinSize(1).ofMaxSize(3), 3);
  }

  private static Arbitrary<GroupSpecification> sameSubscriptions() {
    return specifications(Arbitraries.just(Set.copyOf(TOPICS)), 3);
  }

  private static Arbitrary<GroupSpecification> oneTopic() {
    return specifications(Arbitraries.just(Set.of("a")), 1);
  }

  private static Arbitrary<GroupSpecification> specifications(
      Arbitrary<Set<String>> subscriptions, int topicCount) {
    Arbitrary<List<Set<String>>> members =
        subscriptions.list().ofMinSize(1).ofMaxSize(MAXIMUM_MEMBERS);
    Arbitrary<List<Integer>> sizes =
        Arbitraries.integers().between(0, MAXIMUM_PARTITIONS).list().ofSize(topicCount);
    Arbitrary<List<Integer>> owners =
        Arbitraries.integers()
            .between(0, MAXIMUM_MEMBERS)
            .list()
            .ofSize(topicCount * MAXIMUM_PARTITIONS);
    return Combinators.combine(members, sizes, owners).as(AssignorContract::specification);
  }

  private static GroupSpecification specification(
      List<Set<String>> subscriptions, List<Integer> sizes, List<Integer> owners) {
    Map<String, Integer> topics = new TreeMap<>();
    List<Set<TopicPartition>> current = new ArrayList<>();
    subscriptions.forEach(it -> current.add(new TreeSet<>()));
    for (int t = 0; t < sizes.size(); t++) {
      topics.put(TOPICS.get(t), sizes.get(t));
      for (int p = 0; p < sizes.get(t); p++) {
        int owner = owners.get(t * MAXIMUM_PARTITIONS + p);
        if (owner < current.size()) {
          current.get(owner).add(new TopicPartition(TOPICS.get(t), p));
        }
      }
    }
    Map<String, GroupSpecification.Member> members = new LinkedHashMap<>();
    for (int i = 0; i < subscriptions.size(); i++) {
      // Names whose order is not the order of joining.
      members.put(
          "m" + (i * 7 + 3) % 10,
          new GroupSpecification.Member(subscriptions.get(i), current.get(i)));
    }
    return new GroupSpecification(members, topics);
  }

  private static String story(GroupSpecification group) {
    StringBuilder story = new StringBuilder("topics " + new TreeMap<>(group.topics()));
    group
        .members()
        .forEach((id, member) ->
            story
                .append("; ")
                .append(id)
                .append(" subscribes to ")
                .append(new TreeSet<>(member.subscribed()))
                .append(", had ")
                .append(new TreeSet<>(member.current())));
    return story.toString();
  }

  // ---- laws ----------------------------------------------------------------------------------

  private static void eachExactlyOnce(Assignor assignor, GroupSpecification group) {
    Map<TopicPartition, String> owners = new HashMap<>();
    assignor
        .assign(group)
        .forEach((member, partitions) -> {
          check(group.members().containsKey(member), member + " is not a member");
          for (TopicPartition partition : partitions) {
            String other = owners.put(partition, member);
            check(other == null, partition + " went to " + other + " and to " + member);
          }
        });
    for (TopicPartition partition : group.partitions()) {
      check(owners.remove(partition) != null, partition + " went to nobody");
    }
    check(owners.isEmpty(), owners.keySet() + " should have gone to nobody");
  }

  private static void onlySubscribed(Assignor assignor, GroupSpecification group) {
    assignor
        .assign(group)
        .forEach((member, partitions) -> {
          GroupSpecification.Member known = group.members().get(member);
          check(known != null, member + " is not a member");
          for (TopicPartition partition : partitions) {
            check(
                known != null && known.subscribed().contains(partition.topic()),
                member + " got " + partition + " unasked");
          }
        });
  }

  private static void balanced(Assignor assignor, GroupSpecification group) {
    Map<String, Set<TopicPartition>> assignment = assignor.assign(group);
    List<Integer> loads =
        group.members().keySet().stream()
            .map(it -> assignment.getOrDefault(it, Set.of()).size())
            .sorted()
            .toList();
    check(
        loads.getLast() - loads.getFirst() <= 1,
        "one member got " + loads.getLast() + ", another " + loads.getFirst());
  }

  private static void orderDoesNotMatter(Assignor assignor, GroupSpecification group) {
    List<Map.Entry<String, GroupSpecification.Member>> entries =
        new ArrayList<>(group.members().entrySet());
    Map<String, Set<TopicPartition>> first = withoutEmpty(assignor.assign(group));
    for (int i = 0; i < 3; i++) {
      Collections.shuffle(entries, new Random(i));
      Map<String, GroupSpecification.Member> shuffled = new LinkedHashMap<>();
      entries.forEach(it -> shuffled.put(it.getKey(), it.getValue()));
      Map<String, Set<TopicPartition>> other =
          withoutEmpty(assignor.assign(new GroupSpecification(shuffled, group.topics())));
      check(
          first.equals(other),
          "listed as " + shuffled.keySet() + " it gave " + other + ", before " + first);
    }
  }

  private static void isRange(Assignor assignor, GroupSpecification group) {
    Map<String, Set<TopicPartition>> expected = new HashMap<>();
    group
        .topics()
        .forEach((topic, count) -> {
          List<String> subscribers = group.subscribersOf(topic);
          for (int p = 0; p < count && !subscribers.isEmpty(); p++) {
            int size = count / subscribers.size();
            int larger = count % subscribers.size();
            int owner =
                p < larger * (size + 1)
                    ? p / (size + 1)
                    : larger + (p - larger * (size + 1)) / size;
            expected
                .computeIfAbsent(subscribers.get(owner), id -> new TreeSet<>())
                .add(new TopicPartition(topic, p));
          }
        });
    Map<String, Set<TopicPartition>> actual = withoutEmpty(assignor.assign(group));
    check(actual.equals(expected), "expected " + expected + ", got " + actual);
  }

  /// With equal subscriptions a member keeps at most its share; the larger shares go to those that
  /// have most. Everything else has to move.
  private static void fewestMoves(Assignor assignor, GroupSpecification group) {
    int total = group.partitions().size();
    int share = total / group.members().size();
    int larger = total % group.members().size();
    List<Integer> had =
        group.members().values().stream()
            .map(it -> it.current().size())
            .sorted(Comparator.reverseOrder())
            .toList();
    int keepable = 0;
    for (int i = 0; i < had.size(); i++) {
      keepable += Math.min(had.get(i), share + (i < larger ? 1 : 0));
    }
    int kept = 0;
    for (Map.Entry<String, Set<TopicPartition>> each : assignor.assign(group).entrySet()) {
      GroupSpecification.Member member = group.members().get(each.getKey());
      for (TopicPartition partition : each.getValue()) {
        kept += member != null && member.current().contains(partition) ? 1 : 0;
      }
    }
    check(kept == keepable, keepable + " partitions could have stayed, " + kept + " did");
  }

  private static Map<String, Set<TopicPartition>> withoutEmpty(
      Map<String, Set<TopicPartition>> assignment) {
    Map<String, Set<TopicPartition>> sorted = new TreeMap<>();
    assignment.forEach((member, partitions) -> {
      if (!partitions.isEmpty()) {
        sorted.put(member, new TreeSet<>(partitions));
      }
    });
    return sorted;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
