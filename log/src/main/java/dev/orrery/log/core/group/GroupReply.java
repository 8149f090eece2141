package dev.orrery.log.core.group;

import dev.orrery.log.core.partition.TopicPartition;
import java.util.SortedSet;

/// The coordinator's answer to one input.
public sealed interface GroupReply {
  /// What the member may consume from now on.
  record Assigned(int memberEpoch, int heartbeatIntervalMillis, SortedSet<TopicPartition> assigned)
      implements GroupReply {}

  /// Done: left, committed, or nothing to say.
  record Done() implements GroupReply {}

  record Refused(Reason reason, String message) implements GroupReply {}

  /// Why a request was refused; stable, since clients decide by it.
  enum Reason {
    /// The member is not in the group, or no longer: join again with epoch 0.
    UNKNOWN_MEMBER,
    /// The epoch is not the member's, or the partition is another's: let go of all, join again.
    FENCED_MEMBER_EPOCH,
    /// A bound is reached.
    GROUP_LIMIT,
    /// The request itself is wrong.
    INVALID
  }
}
