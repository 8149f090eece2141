package dev.orrery.log.core.group;

import dev.orrery.log.core.partition.TopicPartition;
import java.util.Map;
import java.util.Set;

/// Spreads all partitions of all topics evenly, without regard to who had them before.
public final class UniformAssignor implements Assignor {
  @Override
  public Map<String, Set<TopicPartition>> assign(GroupSpecification group) {
    return new BalancedAssignment(group).complete();
  }
}
