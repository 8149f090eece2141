package dev.orrery.social.worker;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.orrery.log.v1.FetchOffsetsRequest;
import dev.orrery.log.v1.FetchRequest;
import dev.orrery.log.v1.FetchResponse;
import dev.orrery.log.v1.ListOffsetsRequest;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.OffsetAndMetadata;
import dev.orrery.log.v1.Record;
import dev.orrery.log.v1.TopicPartition;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.telemetry.Propagation;
import dev.orrery.social.posts.v1.PostCreated;
import dev.orrery.social.relay.PostTopic;
import dev.orrery.social.service.Calls;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Consumes one partition for as long as the group leaves it to this worker: fetch, fan out a batch
/// in parallel, commit the offset. At least once: what was not committed is done again by whoever
/// owns the partition next. A record that fails is tried again, with growing pauses, and holds the
/// partition; only one that cannot be understood is passed over, counted and logged.
final class PartitionConsumer {
  private static final int BATCH = 32;
  private static final int FETCH_BYTES = 64 << 10;
  private static final int LONG_POLL_MILLIS = 2_000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final ComponentContext context;
  private final GroupMember member;
  private final TopicPartition partition;
  private final FanOut fanOut;
  private final LogGrpc.LogFutureStub log;
  private final LongCounter skipped;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile @Nullable ListenableFuture<FetchResponse> polling;

  PartitionConsumer(
      ComponentContext context, GroupMember member, TopicPartition partition, FanOut fanOut) {
    this.context = context;
    this.member = member;
    this.partition = partition;
    this.fanOut = fanOut;
    this.log = LogGrpc.newFutureStub(context.channels().channel(Calls.target("log")));
    this.skipped =
        context
            .meter()
            .counterBuilder("orrery.worker.skipped")
            .setDescription("records that could not be understood")
            .build();
    this.thread =
        Thread.ofVirtual()
            .name(context.instance() + "-partition-" + partition.getPartition())
            .unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Asks it to finish the batch under way, commit it and end.
  void stop() {
    stopping = true;
    ListenableFuture<FetchResponse> poll = polling;
    if (poll != null) {
      poll.cancel(true);
    }
  }

  /// Cuts it off in the middle of whatever it does.
  void kill() {
    stopping = true;
    thread.interrupt();
  }

  boolean awaitEnd(Duration bound) throws InterruptedException {
    return thread.join(bound);
  }

  private boolean mine() {
    return !stopping && member.holds(partition);
  }

  private void run() {
    long pause = FIRST_PAUSE.toMillis();
    long offset = -1;
    while (!stopping) {
      try {
        offset = offset < 0 ? committed() : offset;
        offset = consume(offset);
        pause = FIRST_PAUSE.toMillis();
      } catch (InterruptedException killed) {
        return;
      } catch (StatusRuntimeException failure) {
        if (stopping) {
          return;
        }
        if (failure.getStatus().getCode() == Status.Code.OUT_OF_RANGE) {
          context.log().warn("the committed offset is gone", "partition", partition.getPartition());
        } else if (pause > FIRST_PAUSE.toMillis() && pause <= 2 * FIRST_PAUSE.toMillis()) {
          context
              .log()
              .warn(
                  "a partition waits",
                  "partition",
                  partition.getPartition(),
                  "status",
                  failure.getStatus());
        }
        offset = -1;
        if (!sleep(pause)) {
          return;
        }
        pause = Math.min(LONGEST_PAUSE.toMillis(), 2 * pause);
      }
    }
  }

  private static boolean sleep(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException killed) {
      return false;
    }
  }

  /// Where to begin: the group's offset, at least the start of the log.
  private long committed() {
    List<OffsetAndMetadata> offsets =
        Calls.join(
                log.fetchOffsets(
                    FetchOffsetsRequest.newBuilder()
                        .setGroup(GroupMember.GROUP)
                        .addPartitions(partition)
                        .build()))
            .getOffsetsList();
    long start =
        Calls.join(log.listOffsets(ListOffsetsRequest.newBuilder().setPartition(partition).build()))
            .getLogStartOffset();
    return offsets.isEmpty() ? start : Math.max(start, offsets.getFirst().getOffset());
  }

  private long consume(long from) throws InterruptedException {
    long offset = from;
    while (mine()) {
      FetchResponse page = poll(offset);
      List<Record> records = page.getRecordsList();
      for (int start = 0; start < records.size(); start += BATCH) {
        List<Record> batch = records.subList(start, Math.min(records.size(), start + BATCH));
        if (!fanOutAll(batch)) {
          return offset;
        }
        offset = batch.getLast().getOffset() + 1;
        member.commit(partition, offset);
      }
      offset = Math.max(offset, page.getNextOffset());
    }
    if (!stopping) {
      // The session may have lapsed; the member's heartbeat decides.
      Thread.sleep(FIRST_PAUSE);
    }
    return offset;
  }

  private FetchResponse poll(long offset) {
    ListenableFuture<FetchResponse> call =
        log.fetch(
            FetchRequest.newBuilder()
                .setPartition(partition)
                .setOffset(offset)
                .setMaxBytes(FETCH_BYTES)
                .setMinBytes(1)
                .setMaxWaitMillis(LONG_POLL_MILLIS)
                .build());
    polling = call;
    if (stopping) {
      call.cancel(true);
    }
    try {
      return Calls.join(call);
    } catch (java.util.concurrent.CancellationException stopped) {
      return FetchResponse.getDefaultInstance();
    } finally {
      polling = null;
    }
  }

  /// False when the partition was lost before all records were done.
  private boolean fanOutAll(List<Record> batch) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> running = new ArrayList<>(batch.size());
      for (Record entry : batch) {
        running.add(threads.submit(() -> fanOut(entry)));
      }
      boolean all = true;
      for (Future<Boolean> one : running) {
        all &= one.get();
      }
      return all;
    } catch (java.util.concurrent.ExecutionException failure) {
      if (failure.getCause() instanceof InterruptedException) {
        throw new InterruptedException();
      }
      throw new IllegalStateException(failure.getCause());
    }
  }

  private boolean fanOut(Record entry) throws InterruptedException {
    if (PostTopic.isBarrier(entry)) {
      return true;
    }
    PostCreated event;
    try {
      event = PostCreated.parseFrom(entry.getValue());
    } catch (InvalidProtocolBufferException foreign) {
      skip(entry, foreign);
      return true;
    }
    Context parent =
        entry.containsHeaders(Propagation.TRACEPARENT)
            ? Propagation.extract(
                Context.root(), entry.getHeadersOrThrow(Propagation.TRACEPARENT).toStringUtf8())
            : Context.root();
    Span span =
        context
            .tracer()
            .spanBuilder("fan out post-created")
            .setParent(parent)
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute("messaging.kafka.message.offset", entry.getOffset())
            .setAttribute(
                "messaging.destination.partition.id", Integer.toString(partition.getPartition()))
            .startSpan();
    try (Scope _ = parent.with(span).makeCurrent()) {
      return persistently(entry, event, span);
    } finally {
      span.end();
    }
  }

  private boolean persistently(Record entry, PostCreated event, Span span)
      throws InterruptedException {
    long pause = FIRST_PAUSE.toMillis();
    while (mine()) {
      try {
        fanOut.bring(event.getPost());
        return true;
      } catch (NumberFormatException foreign) {
        skip(entry, foreign);
        return true;
      } catch (StatusRuntimeException failure) {
        if (failure.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
          span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
          skip(entry, failure);
          return true;
        }
        span.addEvent("again after " + failure.getStatus().getCode());
      }
      Thread.sleep(pause);
      pause = Math.min(LONGEST_PAUSE.toMillis(), 2 * pause);
    }
    return false;
  }

  private void skip(Record entry, Exception why) {
    skipped.add(1);
    context
        .log()
        .error(
            "a record is passed over",
            why,
            "partition",
            partition.getPartition(),
            "offset",
            entry.getOffset());
  }
}
