package dev.orrery.search.edge.log;

import dev.orrery.log.v1.ListTopicsRequest;
import dev.orrery.log.v1.ListTopicsResponse;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.search.core.feed.Feed;
import dev.orrery.search.core.index.IndexCatalog;
import dev.orrery.search.core.index.IndexDefinition;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Follows the topic of one feed: waits until there is such a topic, then starts a thread for each
/// of its partitions. A topic's partitions never change.
public final class FeedFollower implements AutoCloseable {
  /// Where the log is.
  public static final String TARGET = "orrery:///log";

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration END_WAIT = Duration.ofSeconds(5);

  private final ComponentContext context;
  private final IndexCatalog catalog;
  private final Feed feed;
  private final IndexDefinition definition;
  private final Thread thread;
  private final List<PartitionFollower> partitions = new CopyOnWriteArrayList<>();
  private volatile boolean reached;
  private volatile boolean stopping;

  /// @param definition of the index it fills
  public FeedFollower(
      ComponentContext context, IndexCatalog catalog, Feed feed, IndexDefinition definition) {
    this.context = context;
    this.catalog = catalog;
    this.feed = feed;
    this.definition = definition;
    this.thread =
        Thread.ofVirtual().name(context.instance() + "-feed-" + feed.name()).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  public String index() {
    return feed.name();
  }

  /// Whether the log answered last time, for every partition.
  public boolean reachesTheLog() {
    return reached && partitions.stream().allMatch(PartitionFollower::reachesTheLog);
  }

  /// Why nothing more can be indexed; empty while it can.
  public String failure() {
    return partitions.stream()
        .map(PartitionFollower::failure)
        .filter(failure -> !failure.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// How many records the log holds beyond what was indexed, by partition, as of the last fetch.
  public Map<String, Long> lags() {
    Map<String, Long> lags = new TreeMap<>();
    partitions.forEach(partition -> lags.put(partition.key(), partition.lag()));
    return lags;
  }

  private void run() {
    try {
      while (!stopping) {
        try {
          int count = partitionCount();
          reached = true;
          if (count > 0) {
            startAll(count);
            return;
          }
        } catch (StatusRuntimeException failure) {
          reached = false;
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void startAll(int count) {
    for (int number = 0; number < count && !stopping; number++) {
      PartitionFollower partition =
          new PartitionFollower(context, catalog, feed, definition, number);
      partitions.add(partition);
      partition.start();
    }
  }

  /// 0 while nobody has made the topic.
  private int partitionCount() {
    return LogGrpc.newBlockingStub(context.channels().channel(TARGET))
        .listTopics(ListTopicsRequest.getDefaultInstance())
        .getTopicsList()
        .stream()
        .filter(topic -> topic.getName().equals(feed.topic()))
        .mapToInt(ListTopicsResponse.Topic::getPartitions)
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    synchronized (this) {
      stopping = true;
    }
    thread.interrupt();
    partitions.forEach(PartitionFollower::stop);
    try {
      thread.join(END_WAIT);
      for (PartitionFollower partition : partitions) {
        partition.awaitEnd(END_WAIT);
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }
}
