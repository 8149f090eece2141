/// Consumer groups: members share the partitions of the topics they subscribe to, each partition
/// with one member at a time (the shape of KIP-848).
///
/// ```
///   member a          coordinator                     member b
///     | heartbeat 0 ----> joins; target a={0,1}
///     | <- epoch 1, {0,1}
///     |                   joins; target a={0} b={1} <---- heartbeat 0 |
///     |                   1 still belongs to a -> epoch 2, {}       -> |
///     | heartbeat 1, owns {0,1} ->
///     | <- epoch 3, {0}               a stops reading 1
///     | heartbeat 3, owns {0} ---->   a has let go: 1 is free
///     |                                          <---- heartbeat 2 |
///     |                   -> epoch 4, {1}                         -> |  b begins with 1
/// ```
///
/// The **target** is what the [dev.orrery.log.core.group.Assignor] wants; what a member has been
/// **told** approaches it one step at a time; the **owner** of a partition is the last member told
/// to have it, until that member has heard that it no longer should and says it let go, or its
/// session has passed. Nobody else is told to have it before. Whoever computes the target, even
/// wrongly, cannot break this: the target says who is next, the owner says who is.
///
/// Every change of what a member is told gives it a new epoch. A heartbeat with the epoch before
/// means that the answer was lost, and nothing is let go by it; an older one comes from the past
/// and is refused, so a delayed message cannot give a partition away. A member counts its session
/// from when it *sent* the last answered heartbeat, the coordinator from when it *received* it,
/// which is later: the member stops first. A member that does not let go within the rebalance
/// time-out is fenced: it gets no more answers, and its partitions are free when its session has
/// passed.
///
/// A commit is taken only from the owner of the partition, with an epoch still valid: a late owner
/// cannot move the group's offsets.
///
/// All of it is a state machine without threads or clocks:
/// [dev.orrery.log.core.group.GroupCoordinator].
@NullMarked
package dev.orrery.log.core.group;

import org.jspecify.annotations.NullMarked;
