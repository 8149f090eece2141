package dev.orrery.search.edge.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.orrery.log.v1.FetchRequest;
import dev.orrery.log.v1.FetchResponse;
import dev.orrery.log.v1.ListOffsetsRequest;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.Record;
import dev.orrery.log.v1.TopicPartition;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.telemetry.Propagation;
import dev.orrery.search.core.SearchException;
import dev.orrery.search.core.document.Document;
import dev.orrery.search.core.feed.Feed;
import dev.orrery.search.core.index.IndexCatalog;
import dev.orrery.search.core.index.IndexDefinition;
import dev.orrery.search.core.index.ShardedIndex;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Follows one partition: fetch, index, again. The offset it goes on from is the index's, and is on
/// disk with what was indexed up to it; so a crash between the two is not possible, and an index
/// that was lost begins at the start of the log.
final class PartitionFollower {
  private static final int FETCH_BYTES = 1 << 20;

  /// Below the deadline that every call has.
  private static final int LONG_POLL_MILLIS = 2_000;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final ComponentContext context;
  private final IndexCatalog catalog;
  private final Feed feed;
  private final IndexDefinition definition;
  private final TopicPartition partition;
  private final LogGrpc.LogBlockingStub log;
  private final LongCounter skipped;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile boolean reached = true;
  private volatile String failure = "";
  private volatile long lag;

  PartitionFollower(
      ComponentContext context,
      IndexCatalog catalog,
      Feed feed,
      IndexDefinition definition,
      int number) {
    this.context = context;
    this.catalog = catalog;
    this.feed = feed;
    this.definition = definition;
    this.partition =
        TopicPartition.newBuilder().setTopic(feed.topic()).setPartition(number).build();
    this.log = LogGrpc.newBlockingStub(context.channels().channel(FeedFollower.TARGET));
    this.skipped =
        context
            .meter()
            .counterBuilder("orrery.search.skipped")
            .setDescription("records that could not be understood")
            .build();
    this.thread = Thread.ofVirtual().name(context.instance() + "-" + key()).unstarted(this::run);
  }

  /// `topic/partition`.
  String key() {
    return partition.getTopic() + "/" + partition.getPartition();
  }

  boolean reachesTheLog() {
    return reached;
  }

  String failure() {
    return failure;
  }

  long lag() {
    return lag;
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopping = true;
    thread.interrupt();
  }

  void awaitEnd(Duration bound) throws InterruptedException {
    thread.join(bound);
  }

  private void run() {
    long pause = FIRST_PAUSE.toMillis();
    while (!stopping) {
      try {
        follow();
        reached = true;
        pause = FIRST_PAUSE.toMillis();
        continue;
      } catch (StatusRuntimeException unreachable) {
        reached = false;
        context.log().debug("the log does not answer", "status", unreachable.getStatus());
      } catch (SearchException.UnknownIndex deleted) {
        context.log().info("an index is built anew", "index", feed.name());
        continue;
      } catch (IOException | RuntimeException broken) {
        // What a failed write left is unknown; what is on disk is whole, and is read at the start.
        if (!stopping) {
          failure = "index '" + feed.name() + "' cannot be written: " + broken;
          context.log().error("indexing ends", broken, "partition", key());
        }
        return;
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException closed) {
        return;
      }
      pause = Math.min(LONGEST_PAUSE.toMillis(), 2 * pause);
    }
  }

  private void follow() throws IOException {
    ShardedIndex index = catalog.create(definition);
    FetchResponse page;
    try {
      page =
          log.fetch(
              FetchRequest.newBuilder()
                  .setPartition(partition)
                  .setOffset(index.offset(key()))
                  .setMaxBytes(FETCH_BYTES)
                  .setMinBytes(1)
                  .setMaxWaitMillis(LONG_POLL_MILLIS)
                  .build());
    } catch (StatusRuntimeException refused) {
      if (refused.getStatus().getCode() != Status.Code.OUT_OF_RANGE) {
        throw refused;
      }
      fromTheStart(index);
      return;
    }
    if (!stopping) {
      take(index, page);
    }
  }

  /// The log no longer has what comes next, or is another one: what it still has is read.
  private void fromTheStart(ShardedIndex index) throws IOException {
    long start =
        log.listOffsets(ListOffsetsRequest.newBuilder().setPartition(partition).build())
            .getLogStartOffset();
    context
        .log()
        .warn(
            "the offset is not in the log; reading from its start",
            "partition",
            key(),
            "offset",
            index.offset(key()),
            "start",
            start);
    index.feed(key(), List.of(), start);
  }

  private void take(ShardedIndex index, FetchResponse page) throws IOException {
    List<Span> spans = new ArrayList<>();
    List<Document> documents = new ArrayList<>();
    for (Record entry : page.getRecordsList()) {
      if (entry.getValue().isEmpty()) {
        continue; // a producer's mark in the partition, no event
      }
      try {
        documents.add(feed.document(entry.getValue()));
        spans.add(span(entry));
      } catch (InvalidProtocolBufferException foreign) {
        skipped.add(1);
        context
            .log()
            .error("a record is passed over", foreign, "at", key() + "@" + entry.getOffset());
      }
    }
    try {
      if (page.getNextOffset() > index.offset(key())) {
        index.feed(key(), documents, page.getNextOffset());
      }
    } finally {
      spans.forEach(Span::end);
    }
    lag = Math.max(0, page.getHighWatermark() - page.getNextOffset());
  }

  /// In the trace of the request that wrote the record.
  private Span span(Record entry) {
    if (!entry.containsHeaders(Propagation.TRACEPARENT)) {
      return Span.getInvalid();
    }
    return context
        .tracer()
        .spanBuilder("index " + feed.topic())
        .setParent(
            Propagation.extract(
                Context.root(), entry.getHeadersOrThrow(Propagation.TRACEPARENT).toStringUtf8()))
        .setSpanKind(SpanKind.CONSUMER)
        .setAttribute("messaging.kafka.message.offset", entry.getOffset())
        .setAttribute(
            "messaging.destination.partition.id", Integer.toString(partition.getPartition()))
        .startSpan();
  }
}
