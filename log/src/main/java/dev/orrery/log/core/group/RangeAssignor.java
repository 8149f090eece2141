package dev.orrery.log.core.group;

import dev.orrery.log.core.partition.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Per topic, consecutive partitions to consecutive members; the first members get one more when it
/// does not divide. Partition `i` of two topics with equally many partitions goes to the same
/// member, which is what joins of two topics need; the price is that the first members get the
/// surplus of every topic.
public final class RangeAssignor implements Assignor {
  @Override
  public Map<String, Set<TopicPartition>> assign(GroupSpecification group) {
    Map<String, Set<TopicPartition>> assignment = new HashMap<>();
    group
        .topics()
        .forEach((topic, partitions) -> {
          List<String> subscribers = group.subscribersOf(topic);
          int first = 0;
          for (int i = 0; i < subscribers.size(); i++) {
            int share = partitions / subscribers.size();
            share += i < partitions % subscribers.size() ? 1 : 0;
            Set<TopicPartition> own =
                assignment.computeIfAbsent(subscribers.get(i), id -> new TreeSet<>());
            for (int partition = first; partition < first + share; partition++) {
              own.add(new TopicPartition(topic, partition));
            }
            first += share;
          }
        });
    return assignment;
  }
}
