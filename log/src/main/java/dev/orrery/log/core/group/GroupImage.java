package dev.orrery.log.core.group;

import dev.orrery.log.core.partition.TopicPartition;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/// A group's membership as it is stored and described: enough to go on after a restart as if
/// nothing had been, sessions beginning anew.
///
/// @param epoch the highest epoch given to any member
/// @param owners who has, or may still have, a partition
public record GroupImage(
    String group, int epoch, List<Member> members, SortedMap<TopicPartition, String> owners) {
  /// @param assigned what the member was told to have
  /// @param target what the assignor wants it to have
  public record Member(
      String id,
      int epoch,
      int acknowledgedEpoch,
      int sessionTimeoutMillis,
      boolean fenced,
      SortedSet<String> subscribed,
      SortedSet<TopicPartition> assigned,
      SortedSet<TopicPartition> target) {}
}
