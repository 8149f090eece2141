package dev.orrery.log.core.group;

import dev.orrery.log.core.partition.TopicPartition;
import java.util.Map;

/// What must be durable before the reply that came with it is sent, in the order of the steps.
public sealed interface GroupChange {
  record Membership(GroupImage image) implements GroupChange {}

  record Offsets(String group, Map<TopicPartition, CommittedOffset> offsets)
      implements GroupChange {}
}
