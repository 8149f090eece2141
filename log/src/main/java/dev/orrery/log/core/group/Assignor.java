package dev.orrery.log.core.group;

import dev.orrery.log.core.partition.TopicPartition;
import java.util.Map;
import java.util.Set;

/// Decides which member of a group should have which partition. A swap point: `log.assignor`.
///
/// An implementation is stateless and deterministic: the same group gives the same answer, whatever
/// the order in which its members are listed.
@FunctionalInterface
public interface Assignor {
  /// Gives every partition of every topic that somebody subscribes to, to exactly one of its
  /// subscribers.
  ///
  /// @return by member id; a member that gets nothing may be missing
  Map<String, Set<TopicPartition>> assign(GroupSpecification group);
}
