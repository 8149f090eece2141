package dev.orrery.log.edge.grpc;

import dev.orrery.log.core.group.CommittedOffset;
import dev.orrery.log.core.group.GroupCoordinator;
import dev.orrery.log.core.group.GroupInput;
import dev.orrery.log.core.partition.TopicPartition;
import dev.orrery.log.core.record.Header;
import dev.orrery.log.core.record.LogRecord;
import dev.orrery.log.core.record.ProducerStamp;
import dev.orrery.log.v1.CommitOffsetsRequest;
import dev.orrery.log.v1.GroupHeartbeatRequest;
import dev.orrery.log.v1.OffsetAndMetadata;
import dev.orrery.log.v1.ProduceRequest;
import dev.orrery.log.v1.Record;
import dev.orrery.runtime.rpc.RpcException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Messages to core, with every bound of the contract checked.
final class Requests {
  static final int MAXIMUM_RECORDS = 10_000;
  static final int MAXIMUM_RECORD_BYTES = 1 << 20;
  static final int MAXIMUM_BATCH_BYTES = 4 << 20;
  static final int MAXIMUM_PARTITIONS = 256;

  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final String INTERNAL = "__";

  private Requests() {}

  static String topic(String name) {
    if (!TOPIC.matcher(name).matches()) {
      throw RpcException.invalidArgument("topic", "must match " + TOPIC.pattern());
    }
    if (name.startsWith(INTERNAL)) {
      throw RpcException.invalidArgument("topic", "names that begin with __ are the broker's own");
    }
    return name;
  }

  static TopicPartition partition(dev.orrery.log.v1.TopicPartition message) {
    return new TopicPartition(message.getTopic(), message.getPartition());
  }

  static ProducerStamp stamp(ProduceRequest request) {
    if (request.getProducerId() == 0) {
      if (request.getProducerEpoch() != 0 || request.getBaseSequence() != 0) {
        throw RpcException.invalidArgument(
            "producer_id", "is 0, so epoch and sequence must be 0 as well");
      }
      return ProducerStamp.NONE;
    }
    if (request.getProducerId() < 0) {
      throw RpcException.invalidArgument("producer_id", "must be below 2^63");
    }
    if (request.getProducerEpoch() < 0 || request.getProducerEpoch() > Short.MAX_VALUE) {
      throw RpcException.invalidArgument("producer_epoch", "must be at most " + Short.MAX_VALUE);
    }
    if (request.getBaseSequence() < 0) {
      throw RpcException.invalidArgument("base_sequence", "must be at most 2^31-1");
    }
    return new ProducerStamp(
        request.getProducerId(), (short) request.getProducerEpoch(), request.getBaseSequence());
  }

  static List<LogRecord> records(ProduceRequest request, long nowMillis) {
    int count = request.getRecordsCount();
    if (count < 1 || count > MAXIMUM_RECORDS) {
      throw RpcException.invalidArgument(
          "records", "a batch has 1 to " + MAXIMUM_RECORDS + " records, not " + count);
    }
    List<LogRecord> records = new ArrayList<>(count);
    long batchBytes = 0;
    for (int i = 0; i < count; i++) {
      Record message = request.getRecords(i);
      long bytes = (long) message.getKey().size() + message.getValue().size();
      if (bytes > MAXIMUM_RECORD_BYTES) {
        throw RpcException.invalidArgument(
            "records[" + i + "]",
            "key and value have " + bytes + " bytes, at most " + MAXIMUM_RECORD_BYTES);
      }
      LogRecord entry = record(message, i, nowMillis);
      batchBytes += entry.sizeInBytes() - LogRecord.OVERHEAD_BYTES;
      records.add(entry);
    }
    if (batchBytes > MAXIMUM_BATCH_BYTES) {
      throw RpcException.invalidArgument(
          "records", "the batch has " + batchBytes + " bytes, at most " + MAXIMUM_BATCH_BYTES);
    }
    return records;
  }

  private static LogRecord record(Record message, int index, long nowMillis) {
    if (message.getTimestampMillis() < 0) {
      throw RpcException.invalidArgument(
          "records[" + index + "].timestamp_millis", "must be below 2^63");
    }
    List<Header> headers = new ArrayList<>(message.getHeadersCount());
    message
        .getHeadersMap()
        .forEach((key, value) -> headers.add(new Header(key, value.asReadOnlyByteBuffer())));
    return new LogRecord(
        0,
        message.getTimestampMillis() == 0 ? nowMillis : message.getTimestampMillis(),
        message.getKey().isEmpty()
            ? Optional.empty()
            : Optional.of(message.getKey().asReadOnlyByteBuffer()),
        Optional.of(message.getValue().asReadOnlyByteBuffer()),
        headers);
  }

  static String group(String name) {
    return name("group", name);
  }

  private static String name(String field, String value) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > GroupCoordinator.MAXIMUM_NAME_BYTES || value.indexOf('\0') >= 0) {
      throw RpcException.invalidArgument(
          field,
          "must have 1 to "
              + GroupCoordinator.MAXIMUM_NAME_BYTES
              + " bytes, none of them 0, not "
              + bytes);
    }
    return value;
  }

  static GroupInput.Heartbeat heartbeat(GroupHeartbeatRequest request) {
    if (request.getSubscribedTopicsCount() > GroupCoordinator.MAXIMUM_SUBSCRIPTIONS) {
      throw RpcException.invalidArgument(
          "subscribed_topics", "at most " + GroupCoordinator.MAXIMUM_SUBSCRIPTIONS);
    }
    Set<String> subscribed = new HashSet<>();
    request.getSubscribedTopicsList().forEach(it -> subscribed.add(topic(it)));
    Set<TopicPartition> owned = new HashSet<>();
    request.getOwnedList().forEach(it -> owned.add(partition(it)));
    return new GroupInput.Heartbeat(
        group(request.getGroup()),
        name("member_id", request.getMemberId()),
        request.getMemberEpoch(),
        request.getLeave(),
        subscribed,
        owned,
        request.getSessionTimeoutMillis());
  }

  static GroupInput.Commit commit(CommitOffsetsRequest request) {
    Map<TopicPartition, CommittedOffset> offsets = new LinkedHashMap<>();
    for (OffsetAndMetadata each : request.getOffsetsList()) {
      int bytes = each.getMetadataBytes().size();
      if (bytes > GroupCoordinator.MAXIMUM_METADATA_BYTES) {
        throw RpcException.invalidArgument(
            "offsets.metadata",
            "at most " + GroupCoordinator.MAXIMUM_METADATA_BYTES + " bytes, not " + bytes);
      }
      if (each.getOffset() < 0) {
        throw RpcException.invalidArgument("offsets.offset", "must be below 2^63");
      }
      offsets.put(
          partition(each.getPartition()),
          new CommittedOffset(each.getOffset(), each.getMetadata()));
    }
    String member = request.getMemberId();
    return new GroupInput.Commit(
        group(request.getGroup()),
        member.isEmpty() ? member : name("member_id", member),
        request.getMemberEpoch(),
        offsets);
  }
}
