package dev.orrery.log.core.group;

import dev.orrery.log.core.partition.TopicPartition;
import java.util.Map;
import java.util.Set;

/// What can happen to a coordinator.
public sealed interface GroupInput {
  /// A member joins (epoch 0), stays in, or leaves.
  ///
  /// @param subscribed topics; empty means as before
  /// @param owned all that the member holds at this moment
  /// @param sessionTimeoutMillis asked for on joining; 0 for the default
  record Heartbeat(
      String group,
      String memberId,
      int memberEpoch,
      boolean leave,
      Set<String> subscribed,
      Set<TopicPartition> owned,
      int sessionTimeoutMillis)
      implements GroupInput {
    public Heartbeat {
      subscribed = Set.copyOf(subscribed);
      owned = Set.copyOf(owned);
    }
  }

  /// Offsets to remember; an empty member id is a consumer outside membership.
  record Commit(
      String group, String memberId, int memberEpoch, Map<TopicPartition, CommittedOffset> offsets)
      implements GroupInput {
    public Commit {
      offsets = Map.copyOf(offsets);
    }
  }

  /// A topic has appeared.
  record TopicCreated(String topic, int partitions) implements GroupInput {}

  /// Time has passed: expires sessions.
  record Tick() implements GroupInput {}
}
