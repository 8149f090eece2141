package dev.orrery.log.core.group;

import dev.orrery.log.core.partition.TopicPartition;
import java.util.Map;
import java.util.Set;

/// Spreads evenly and moves as few partitions as that allows: each move costs a consumer its caches
/// and its place in the stream. The default.
public final class StickyAssignor implements Assignor {
  @Override
  public Map<String, Set<TopicPartition>> assign(GroupSpecification group) {
    return new BalancedAssignment(group).keepCurrent().complete();
  }
}
