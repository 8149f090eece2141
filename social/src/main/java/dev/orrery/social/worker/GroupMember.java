package dev.orrery.social.worker;

import dev.orrery.log.v1.CommitOffsetsRequest;
import dev.orrery.log.v1.GroupHeartbeatRequest;
import dev.orrery.log.v1.GroupHeartbeatResponse;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.OffsetAndMetadata;
import dev.orrery.log.v1.TopicPartition;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.social.SocialConfig;
import dev.orrery.social.relay.PostTopic;
import dev.orrery.social.service.Calls;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// A member of the consumer group `timeline-workers` (the consumer's side of KIP-848).
///
/// ```
///   join (epoch 0) ─→ heartbeat: epoch, owned ─→ assigned
///        ↑                                        │ new: begin to consume
///        │ fenced or unknown: let go of all       │ missing: finish the batch, let go, say so at once
///        └────────────────────────────────────────┘
/// ```
///
/// **Self-fencing.** The coordinator gives a silent member's partitions away after the session
/// time-out. A member therefore counts its own silence, from when it *sent* the last heartbeat that
/// was answered, and stops of its own accord before that: two workers never own a partition at
/// once.
///
/// One thread runs [#run()]; `epoch`, `deadline` and `held` are read by the consumers.
final class GroupMember {
  static final String GROUP = "timeline-workers";

  private static final Duration RETRY = Duration.ofMillis(200);
  private static final Duration LET_GO_BOUND = Duration.ofSeconds(4);
  private static final int COMMIT_ATTEMPTS = 20;

  private final SocialConfig config;
  private final ComponentContext context;
  private final Function<TopicPartition, PartitionConsumer> consumers;
  private final LogGrpc.LogBlockingStub log;
  private final Map<TopicPartition, PartitionConsumer> running = new HashMap<>();
  private volatile Set<TopicPartition> held = Set.of();
  private volatile String id = "";
  private volatile int epoch;
  private volatile long deadline;

  GroupMember(
      SocialConfig config,
      ComponentContext context,
      java.util.function.BiFunction<GroupMember, TopicPartition, PartitionConsumer> consumers) {
    this.config = config;
    this.context = context;
    this.consumers = partition -> consumers.apply(this, partition);
    this.log = LogGrpc.newBlockingStub(context.channels().channel(Calls.target("log")));
  }

  /// Whether a consumer may go on with a partition.
  boolean holds(TopicPartition partition) {
    return held.contains(partition) && context.time().monotonicNanos() - deadline < 0;
  }

  /// Commits a partition's next offset, as the owner. An epoch that has just moved on is no reason
  /// to give up; having lost the partition is.
  ///
  /// @throws StatusRuntimeException when it was refused or not answered
  void commit(TopicPartition partition, long offset) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        log.commitOffsets(
            CommitOffsetsRequest.newBuilder()
                .setGroup(GROUP)
                .setMemberId(id)
                .setMemberEpoch(epoch)
                .addOffsets(
                    OffsetAndMetadata.newBuilder().setPartition(partition).setOffset(offset))
                .build());
        return;
      } catch (StatusRuntimeException refused) {
        boolean moved =
            RpcException.reasonOf(refused).filter("FENCED_MEMBER_EPOCH"::equals).isPresent();
        if (!moved || !holds(partition) || attempt == COMMIT_ATTEMPTS) {
          throw refused;
        }
        Thread.sleep(RETRY.toMillis() / 10);
      }
    }
  }

  /// Stays in the group until interrupted; then finishes what is under way and leaves.
  void run() {
    try {
      while (true) {
        try {
          PostTopic.create(log, config.partitions());
          join();
          while (true) {
            Thread.sleep(heartbeat());
          }
        } catch (StatusRuntimeException refused) {
          if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
          }
          endAll();
          Thread.sleep(RETRY);
        }
      }
    } catch (InterruptedException closed) {
      // Falls through to the caller, which leaves or not.
      Thread.currentThread().interrupt();
    }
  }

  /// Lets go of everything and tells the coordinator.
  void leave() {
    endAll();
    if (epoch == 0) {
      return;
    }
    try {
      log.groupHeartbeat(
          GroupHeartbeatRequest.newBuilder()
              .setGroup(GROUP)
              .setMemberId(id)
              .setMemberEpoch(epoch)
              .setLeave(true)
              .build());
    } catch (StatusRuntimeException unreachable) {
      context
          .log()
          .info(
              "left without a word: the session will lapse",
              "status",
              unreachable.getStatus().getCode());
    }
  }

  /// Cuts everything off; the session lapses.
  void kill() {
    held = Set.of();
    running.values().forEach(PartitionConsumer::kill);
  }

  private void join() {
    id = context.instance() + "-" + UUID.randomUUID();
    epoch = 0;
  }

  /// One heartbeat; returns when the next is due.
  private Duration heartbeat() throws InterruptedException {
    long sent = context.time().monotonicNanos();
    GroupHeartbeatRequest.Builder request =
        GroupHeartbeatRequest.newBuilder()
            .setGroup(GROUP)
            .setMemberId(id)
            .setMemberEpoch(epoch)
            .addSubscribedTopics(PostTopic.NAME)
            .setSessionTimeoutMillis((int) config.workerSessionTimeout().toMillis())
            .addAllOwned(running.keySet());
    GroupHeartbeatResponse answer;
    try {
      answer = log.groupHeartbeat(request.build());
    } catch (StatusRuntimeException failure) {
      boolean passing =
          failure.getStatus().getCode() == Status.Code.UNAVAILABLE
              || failure.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED;
      if (epoch != 0 && passing && context.time().monotonicNanos() - deadline < 0) {
        return RETRY;
      }
      throw failure;
    }
    epoch = answer.getMemberEpoch();
    deadline = sent + config.workerSessionTimeout().toNanos();
    boolean letGo = adopt(new HashSet<>(answer.getAssignedList()));
    return letGo ? Duration.ZERO : Duration.ofMillis(answer.getHeartbeatIntervalMillis());
  }

  /// Begins and ends consumers; true when some ended, which the coordinator waits to hear.
  private boolean adopt(Set<TopicPartition> assigned) throws InterruptedException {
    held = Set.copyOf(assigned);
    boolean letGo = false;
    Iterator<Map.Entry<TopicPartition, PartitionConsumer>> consuming =
        running.entrySet().iterator();
    while (consuming.hasNext()) {
      Map.Entry<TopicPartition, PartitionConsumer> entry = consuming.next();
      if (!assigned.contains(entry.getKey())) {
        end(entry.getValue());
        consuming.remove();
        letGo = true;
      }
    }
    for (TopicPartition partition : assigned) {
      if (!running.containsKey(partition)) {
        PartitionConsumer consumer = consumers.apply(partition);
        running.put(partition, consumer);
        consumer.start();
      }
    }
    return letGo;
  }

  private static void end(PartitionConsumer consumer) throws InterruptedException {
    consumer.stop();
    if (!consumer.awaitEnd(LET_GO_BOUND)) {
      consumer.kill();
      consumer.awaitEnd(LET_GO_BOUND);
    }
  }

  private void endAll() {
    boolean interrupted = Thread.interrupted();
    running.values().forEach(PartitionConsumer::stop);
    for (PartitionConsumer consumer : running.values()) {
      try {
        end(consumer);
      } catch (InterruptedException impatient) {
        interrupted = true;
        consumer.kill();
      }
    }
    running.clear();
    held = Set.of();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
