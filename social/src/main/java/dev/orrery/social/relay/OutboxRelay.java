package dev.orrery.social.relay;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.orrery.database.v1.Row;
import dev.orrery.log.v1.Record;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.telemetry.Propagation;
import dev.orrery.social.SocialConfig;
import dev.orrery.social.posts.PostIds;
import dev.orrery.social.posts.PostTables;
import dev.orrery.social.posts.v1.OutboxRow;
import dev.orrery.social.storage.Keys;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Carries outbox rows to the log, each once (the transactional outbox; Richardson, *Microservices
/// Patterns*, §3.3).
///
/// ```
///   open the topic (fence older relays) → what does its tail hold? → ┌→ scan → publish → delete ─┐
///        ↑                                                          └───────────────────────────┘
///        └──────────── the log failed: after a pause ──────────────────┘
/// ```
///
/// Rows are deleted, forced to disk, after each round; so at most one round's rows can be published
/// and not deleted, and the tail that is looked at on opening is longer than a round. What stands
/// in the tail is deleted without being published again, and so is what this relay published itself
/// and could not delete because the database was away.
///
/// Posts become visible in the outbox not quite in the order of their ids. The scan therefore
/// begins some seconds below the newest id published, and from the very start once a second: a scan
/// from the start steps over every row deleted since the last compaction.
final class OutboxRelay {
  static final int ROUND = 256;

  /// More rows than this in a round are published as one batch a partition.
  private static final int SINGLE_UP_TO = 32;

  private static final Duration OVERLAP = Duration.ofSeconds(5);
  private static final Duration FULL_SCAN_PERIOD = Duration.ofSeconds(1);
  private static final Duration BUSY_FOR = Duration.ofSeconds(1);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);

  private final SocialConfig config;
  private final ComponentContext context;
  private final PostTables posts;
  private final PostTopic topic;
  private final Set<Long> published = new HashSet<>();
  private boolean open;
  private long newestMillis;
  private long lastFullScan;
  private long lastFound;

  OutboxRelay(SocialConfig config, ComponentContext context, PostTables posts, PostTopic topic) {
    this.config = config;
    this.context = context;
    this.posts = posts;
    this.topic = topic;
  }

  /// Relays until interrupted.
  void run() {
    boolean complained = false;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (!open) {
          open();
        }
        while (true) {
          relay();
          complained = false;
        }
      } catch (InterruptedException closed) {
        return;
      } catch (RuntimeException failure) {
        if (!complained && !Thread.currentThread().isInterrupted()) {
          context.log().info("publishing stops for a while", "cause", failure);
          complained = true;
        }
        if (!pause()) {
          return;
        }
      }
    }
  }

  private void open() {
    topic.open();
    published.clear();
    published.addAll(topic.tail(2 * ROUND));
    lastFullScan = context.time().monotonicNanos() - FULL_SCAN_PERIOD.toNanos();
    open = true;
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE);
      return true;
    } catch (InterruptedException closed) {
      return false;
    }
  }

  private void relay() throws InterruptedException {
    long now = context.time().monotonicNanos();
    boolean full = now - lastFullScan >= FULL_SCAN_PERIOD.toNanos();
    if (full) {
      lastFullScan = now;
    }
    List<Row> rows =
        posts.outbox(full ? 0 : PostIds.lowestOf(newestMillis - OVERLAP.toMillis()), ROUND);
    if (full && rows.size() < ROUND) {
      // Whatever else was published is deleted for good, and need not be remembered.
      published.retainAll(rows.stream().map(row -> Keys.at(row.getKey(), 0)).toList());
    }
    if (!rows.isEmpty()) {
      publish(rows);
      posts.published(rows);
      lastFound = now;
    }
    if (rows.size() < ROUND) {
      boolean busy = now - lastFound < BUSY_FOR.toNanos();
      Thread.sleep(busy ? config.relayPoll() : config.relayIdlePoll());
    }
  }

  private void publish(List<Row> rows) {
    Map<Integer, List<OutboxRow>> byPartition = new TreeMap<>();
    for (Row row : rows) {
      long id = Keys.at(row.getKey(), 0);
      newestMillis = Math.max(newestMillis, PostIds.millisOf(id));
      if (!published.contains(id)) {
        OutboxRow entry = parse(row);
        long author = Long.parseLong(entry.getEvent().getPost().getAuthorId());
        byPartition.computeIfAbsent(topic.partitionOf(author), _ -> new ArrayList<>()).add(entry);
      }
    }
    boolean singly = rows.size() <= SINGLE_UP_TO;
    byPartition.forEach((partition, entries) -> {
      if (singly) {
        entries.forEach(entry -> append(partition, List.of(entry)));
      } else {
        append(partition, entries);
      }
    });
  }

  /// One span a post, each in the trace of the request that wrote it; the call to the log is a
  /// child of the first.
  private void append(int partition, List<OutboxRow> entries) {
    List<Span> spans = new ArrayList<>(entries.size());
    List<Record> batch = new ArrayList<>(entries.size());
    for (OutboxRow entry : entries) {
      Context parent = Propagation.extract(Context.root(), entry.getTraceparent());
      Span span =
          entry.getTraceparent().isEmpty()
              ? Span.getInvalid()
              : context
                  .tracer()
                  .spanBuilder("publish " + PostTopic.NAME)
                  .setParent(parent)
                  .setSpanKind(SpanKind.PRODUCER)
                  .setAttribute("messaging.destination.name", PostTopic.NAME)
                  .setAttribute("messaging.batch.message_count", entries.size())
                  .startSpan();
      spans.add(span);
      batch.add(entry(entry, parent.with(span)));
    }
    try (Scope _ = Context.root().with(spans.getFirst()).makeCurrent()) {
      topic.append(partition, batch);
      entries.forEach(entry -> published.add(entry.getEvent().getOutboxSequence()));
    } catch (StatusRuntimeException failure) {
      open = false; // the sequence is in doubt
      spans.forEach(span -> span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage())));
      throw failure;
    } finally {
      spans.forEach(Span::end);
    }
  }

  private static Record entry(OutboxRow row, Context span) {
    Record.Builder entry =
        Record.newBuilder()
            .setKey(ByteString.copyFromUtf8(row.getEvent().getPost().getAuthorId()))
            .setValue(row.getEvent().toByteString());
    PostTopic.sequenced(entry, row.getEvent().getOutboxSequence());
    Propagation.inject(span)
        .ifPresent(
            header -> entry.putHeaders(Propagation.TRACEPARENT, ByteString.copyFromUtf8(header)));
    return entry.build();
  }

  private static OutboxRow parse(Row row) {
    try {
      return OutboxRow.parseFrom(row.getValue());
    } catch (InvalidProtocolBufferException damaged) {
      throw new IllegalStateException(
          "outbox row " + Keys.at(row.getKey(), 0) + " cannot be read", damaged);
    }
  }
}
