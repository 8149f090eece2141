package dev.orrery.log.core.group;

import dev.orrery.log.core.partition.TopicPartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an [Assignor] decides on.
///
/// @param members by id, in no particular order
/// @param topics number of partitions by topic; a subscribed topic that is missing does not exist
public record GroupSpecification(Map<String, Member> members, Map<String, Integer> topics) {
  public GroupSpecification {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    topics = Map.copyOf(topics);
  }

  /// @param subscribed names of topics
  /// @param current what the target gave it before; other members' claims do not overlap with it
  public record Member(Set<String> subscribed, Set<TopicPartition> current) {
    public Member {
      subscribed = Set.copyOf(subscribed);
      current = Set.copyOf(current);
    }
  }

  /// Ids of the members that subscribe to `topic`, ascending.
  public List<String> subscribersOf(String topic) {
    return members.entrySet().stream()
        .filter(member -> member.getValue().subscribed().contains(topic))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /// All partitions that somebody subscribes to, ascending.
  public List<TopicPartition> partitions() {
    List<TopicPartition> all = new ArrayList<>();
    topics.keySet().stream()
        .sorted()
        .filter(topic -> !subscribersOf(topic).isEmpty())
        .forEach(topic -> {
          for (int i = 0; i < topics.getOrDefault(topic, 0); i++) {
            all.add(new TopicPartition(topic, i));
          }
        });
    return all;
  }
}
