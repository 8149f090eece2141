package dev.orrery.log.broker;

import dev.orrery.log.core.group.CommittedOffset;
import dev.orrery.log.core.group.GroupChange;
import dev.orrery.log.core.group.GroupCodec;
import dev.orrery.log.core.group.GroupCoordinator;
import dev.orrery.log.core.group.GroupImage;
import dev.orrery.log.core.group.GroupInput;
import dev.orrery.log.core.group.GroupReply;
import dev.orrery.log.core.group.GroupStep;
import dev.orrery.log.core.partition.AppendResult;
import dev.orrery.log.core.partition.Partition;
import dev.orrery.log.core.partition.TopicPartition;
import dev.orrery.log.core.producer.ProducerRegistry;
import dev.orrery.log.core.producer.SequenceVerdict;
import dev.orrery.log.core.record.LogRecord;
import dev.orrery.log.core.record.ProducerStamp;
import dev.orrery.log.core.segment.Damage;
import dev.orrery.log.core.segment.SegmentedLog;
import dev.orrery.log.core.state.KeyedLog;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/// All topics, producers and groups of one broker, durable and thread-safe.
///
/// `catalogLock` guards the creation of topics and the issue of producer ids; `groupLock` guards
/// the coordinator. Both are held while a change is queued for its log, never while it is forced.
public final class Broker implements AutoCloseable {
  private static final String TOPIC_KEY = "topic/";
  private static final String LEADER_EPOCH_KEY = "leader-epoch";
  private static final long STATE_COMPACTION_BYTES = 16L << 20;

  private final Disk disk;
  private final Time time;
  private final BrokerOptions options;
  private final Readers readers;
  private final Writer stateWriter;
  private final List<Writer> writers = new ArrayList<>();
  private final KeyedLog metadataLog;
  private final KeyedLog groupLog;
  private final DurableState metadata;
  private final DurableState groupState;
  private final ProducerRegistry producers = new ProducerRegistry();
  private final GroupCoordinator coordinator;
  private final ConcurrentSkipListMap<String, List<Partition>> topics =
      new ConcurrentSkipListMap<>();
  private final ReentrantLock catalogLock = new ReentrantLock();
  private final ReentrantLock groupLock = new ReentrantLock();
  private final AtomicReference<Optional<Throwable>> failure =
      new AtomicReference<>(Optional.empty());
  private final Housekeeping housekeeping;
  private final int leaderEpoch;

  private Broker(Disk disk, Time time, BrokerOptions options) throws IOException {
    this.disk = disk;
    this.time = time;
    this.options = options;
    this.readers = new Readers(options.readers());
    this.metadataLog = new KeyedLog(open("__cluster_metadata-0"), STATE_COMPACTION_BYTES);
    this.groupLog = new KeyedLog(open("__consumer_offsets-0"), STATE_COMPACTION_BYTES);
    this.stateWriter = new Writer("log-writer-state", options.writerQueue(), this::fail);
    this.metadata = new DurableState(metadataLog, stateWriter, time);
    this.groupState = new DurableState(groupLog, stateWriter, time);
    for (int i = 0; i < options.writers(); i++) {
      writers.add(new Writer("log-writer-" + i, options.writerQueue(), this::fail));
    }
    this.coordinator = new GroupCoordinator(options.assignor(), options.coordinator());
    this.leaderEpoch = beginLeaderEpoch();
    this.housekeeping = new Housekeeping(this, options.retentionIntervalMillis());
  }

  /// Recovers what is on the disk and begins to serve it.
  public static Broker open(Disk disk, Time time, BrokerOptions options) throws IOException {
    Broker broker = new Broker(disk, time, options);
    try {
      broker.restore();
    } catch (IOException | RuntimeException e) {
      broker.closeLogs();
      broker.readers.close();
      throw e;
    }
    broker.stateWriter.start();
    broker.writers.forEach(Writer::start);
    broker.housekeeping.start();
    return broker;
  }

  private SegmentedLog open(String directory) throws IOException {
    return options.opener().open(disk, directory, options.segments());
  }

  /// Each life of the broker is a leader epoch of its own, one above the last.
  private int beginLeaderEpoch() throws IOException {
    int[] epoch = {0};
    metadataLog.forEach((key, value) -> {
      if (key.equals(LEADER_EPOCH_KEY)) {
        epoch[0] = ByteBuffer.wrap(value).getInt() + 1;
      }
    });
    byte[] stored = ByteBuffer.allocate(4).putInt(epoch[0]).array();
    metadataLog.append(Map.of(LEADER_EPOCH_KEY, Optional.of(stored)), time.wallMillis());
    metadataLog.force(time.wallMillis());
    return epoch[0];
  }

  private void restore() throws IOException {
    Map<String, Integer> stored = new TreeMap<>();
    metadataLog.forEach((key, value) -> {
      if (key.startsWith(TOPIC_KEY)) {
        stored.put(key.substring(TOPIC_KEY.length()), ByteBuffer.wrap(value).getInt());
      } else {
        producers.restore(key, value);
      }
    });
    groupLog.forEach(
        (key, value) -> GroupCodec.restore(coordinator, key, value, monotonicMillis()));
    for (Map.Entry<String, Integer> topic : stored.entrySet()) {
      topics.put(topic.getKey(), openPartitions(topic.getKey(), topic.getValue()));
      coordinator.step(
          new GroupInput.TopicCreated(topic.getKey(), topic.getValue()), monotonicMillis());
    }
  }

  private List<Partition> openPartitions(String topic, int count) throws IOException {
    List<Partition> partitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TopicPartition id = new TopicPartition(topic, i);
      partitions.add(Partition.over(id, open("topics/" + id), leaderEpoch));
    }
    return List.copyOf(partitions);
  }

  // ---- topics --------------------------------------------------------------------------------

  /// Creates a topic.
  ///
  /// @return false when it is there already, with as many partitions
  public boolean createTopic(String topic, int partitions) throws InterruptedException {
    catalogLock.lock();
    try {
      List<Partition> existing = topics.get(topic);
      if (existing != null) {
        if (existing.size() != partitions) {
          throw new BrokerException(
              BrokerException.Kind.TOPIC_EXISTS,
              topic + " exists with " + existing.size() + " partitions");
        }
        return false;
      }
      int total = topics.values().stream().mapToInt(List::size).sum();
      if (total + partitions > options.maximumPartitions()) {
        throw new BrokerException(
            BrokerException.Kind.LIMIT,
            "there may be " + options.maximumPartitions() + " partitions, " + total + " exist");
      }
      byte[] value = ByteBuffer.allocate(4).putInt(partitions).array();
      await(metadata.store(Map.of(TOPIC_KEY + topic, Optional.of(value))));
      topics.put(topic, readers.call(() -> openPartitions(topic, partitions)));
    } finally {
      catalogLock.unlock();
    }
    step(new GroupInput.TopicCreated(topic, partitions));
    return true;
  }

  /// All topics by name with their numbers of partitions.
  public Map<String, Integer> topics() {
    Map<String, Integer> all = new TreeMap<>();
    topics.forEach((name, partitions) -> all.put(name, partitions.size()));
    return all;
  }

  public Optional<Partition> partition(TopicPartition id) {
    List<Partition> partitions = topics.get(id.topic());
    return partitions == null || id.partition() < 0 || id.partition() >= partitions.size()
        ? Optional.empty()
        : Optional.of(partitions.get(id.partition()));
  }

  // ---- producing and reading -----------------------------------------------------------------

  /// A new producer id, or a name's with its next epoch; durable on return.
  public ProducerRegistry.Issued initProducer(String name) throws InterruptedException {
    ProducerRegistry.Issued issued;
    CompletableFuture<Void> durable;
    catalogLock.lock();
    try {
      issued =
          (name.isEmpty() ? Optional.of(producers.issue()) : producers.issue(name))
              .orElseThrow(() ->
                  new BrokerException(
                      BrokerException.Kind.LIMIT,
                      "there are " + ProducerRegistry.MAXIMUM_NAMES + " producer names"));
      durable = metadata.store(issued.changes());
    } finally {
      catalogLock.unlock();
    }
    await(durable);
    return issued;
  }

  /// Appends a batch and returns when it is on the disk and readable.
  public AppendResult produce(Partition partition, ProducerStamp stamp, List<LogRecord> records)
      throws InterruptedException {
    Append append = new Append(partition, stamp, records);
    Writer writer = writerOf(partition);
    if (!writer.offer(append)) {
      failure()
          .ifPresent(cause -> {
            throw stopped(cause);
          });
      throw new BrokerException(
          BrokerException.Kind.OVERLOADED, options.writerQueue() + " batches wait already");
    }
    return await(append.result);
  }

  /// Runs a read of segment files on a reader thread.
  public <R> R read(Callable<R> body) throws InterruptedException {
    return readers.call(body);
  }

  private Writer writerOf(Partition partition) {
    return writers.get(Math.floorMod(partition.id().hashCode(), writers.size()));
  }

  private final class Append implements Writer.Task, Writer.Target {
    private final Partition partition;
    private final ProducerStamp stamp;
    private final List<LogRecord> records;
    private final CompletableFuture<AppendResult> result = new CompletableFuture<>();
    private AppendResult outcome = new AppendResult.Refused(new SequenceVerdict.UnknownProducer(0));

    Append(Partition partition, ProducerStamp stamp, List<LogRecord> records) {
      this.partition = partition;
      this.stamp = stamp;
      this.records = records;
    }

    @Override
    public Writer.Target target() {
      return this;
    }

    /// The epoch is looked at here, on the writer: what is queued when a newer epoch is handed out
    /// is fenced too.
    @Override
    public void apply() throws IOException {
      Optional<SequenceVerdict> refusal = producers.refusalOf(stamp);
      outcome =
          refusal.isPresent()
              ? new AppendResult.Refused(refusal.get())
              : partition.append(stamp, records);
    }

    @Override
    public void force() throws IOException {
      partition.force();
    }

    @Override
    public void done() {
      result.complete(outcome);
    }

    @Override
    public void failed(Throwable cause) {
      result.completeExceptionally(cause);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Append append && append.partition == partition;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(partition);
    }
  }

  // ---- groups --------------------------------------------------------------------------------

  /// One step of the group coordinator; its changes are durable on return.
  public GroupReply step(GroupInput input) throws InterruptedException {
    GroupReply reply;
    CompletableFuture<Void> durable;
    groupLock.lock();
    try {
      GroupStep step = coordinator.step(input, monotonicMillis());
      Map<String, Optional<byte[]>> entries = new LinkedHashMap<>();
      for (GroupChange change : step.changes()) {
        entries.putAll(GroupCodec.encode(change));
      }
      // Without a change of its own the reply still waits for the one before: it may repeat it.
      durable = groupState.store(entries);
      reply = step.reply();
    } finally {
      groupLock.unlock();
    }
    await(durable);
    return reply;
  }

  public Optional<GroupImage> describeGroup(String group) {
    groupLock.lock();
    try {
      return coordinator.describe(group);
    } finally {
      groupLock.unlock();
    }
  }

  public Map<TopicPartition, CommittedOffset> committedOffsets(String group) {
    groupLock.lock();
    try {
      return coordinator.offsets(group);
    } finally {
      groupLock.unlock();
    }
  }

  public Set<String> groups() {
    groupLock.lock();
    try {
      return coordinator.groups();
    } finally {
      groupLock.unlock();
    }
  }

  // ---- housekeeping --------------------------------------------------------------------------

  /// Expires sessions, when one is due.
  void tick() throws InterruptedException {
    boolean due;
    groupLock.lock();
    try {
      var deadline = coordinator.nextDeadline();
      due = deadline.isPresent() && deadline.getAsLong() <= monotonicMillis();
    } finally {
      groupLock.unlock();
    }
    if (due) {
      step(new GroupInput.Tick());
    }
  }

  /// Deletes old segments, each on the writer that owns the partition.
  void retain() {
    for (List<Partition> partitions : topics.values()) {
      for (Partition partition : partitions) {
        writerOf(partition).offer(new Retention(partition));
      }
    }
  }

  private final class Retention implements Writer.Task {
    private final Partition partition;

    Retention(Partition partition) {
      this.partition = partition;
    }

    @Override
    public Writer.Target target() {
      return partition::force;
    }

    @Override
    public void apply() throws IOException {
      partition.retain(time.wallMillis() - options.retentionMillis(), options.retentionBytes());
    }

    @Override
    public void done() {}

    @Override
    public void failed(Throwable cause) {}
  }

  // ---- state of the broker -------------------------------------------------------------------

  /// How full the fullest writer's queue is, 0 to 1.
  public double saturation() {
    return writers.stream().mapToDouble(Writer::saturation).max().orElse(0);
  }

  /// Why the broker no longer writes, if so.
  public Optional<Throwable> failure() {
    return failure.get();
  }

  /// Damage found in any log.
  public List<Damage> damages() {
    return topics.values().stream()
        .flatMap(List::stream)
        .flatMap(it -> it.damages().stream())
        .toList();
  }

  private void fail(Throwable cause) {
    failure.compareAndSet(Optional.empty(), Optional.of(cause));
  }

  private long monotonicMillis() {
    return time.monotonicNanos() / 1_000_000;
  }

  private static <R> R await(CompletableFuture<R> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException | CompletionException e) {
      throw stopped(e.getCause() == null ? e : e.getCause());
    }
  }

  private static BrokerException stopped(Throwable cause) {
    return new BrokerException(
        BrokerException.Kind.STOPPED, "the log has stopped writing: " + cause.getMessage());
  }

  /// Finishes what waits for a writer, then closes all files.
  @Override
  public void close() {
    housekeeping.close();
    writers.forEach(Writer::close);
    stateWriter.close();
    release();
  }

  /// Stops after the groups under way; what waits is not answered.
  public void kill() {
    housekeeping.close();
    writers.forEach(Writer::kill);
    stateWriter.kill();
    release();
  }

  private void release() {
    readers.close();
    try {
      closeLogs();
    } catch (IOException e) {
      fail(e);
    }
  }

  private void closeLogs() throws IOException {
    for (List<Partition> partitions : topics.values()) {
      for (Partition partition : partitions) {
        partition.close();
      }
    }
    metadataLog.close();
    groupLog.close();
  }
}
