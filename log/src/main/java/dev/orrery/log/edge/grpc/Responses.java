package dev.orrery.log.edge.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.orrery.log.core.group.GroupImage;
import dev.orrery.log.core.partition.Fetched;
import dev.orrery.log.core.partition.TopicPartition;
import dev.orrery.log.core.record.Header;
import dev.orrery.log.core.record.LogRecord;
import dev.orrery.log.v1.DescribeGroupResponse;
import dev.orrery.log.v1.FetchResponse;
import dev.orrery.log.v1.Record;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Core to messages.
final class Responses {
  private Responses() {}

  static FetchResponse fetched(Fetched fetched) {
    FetchResponse.Builder response =
        FetchResponse.newBuilder()
            .setHighWatermark(fetched.highWatermark())
            .setLogStartOffset(fetched.logStartOffset())
            .setLeaderEpoch(fetched.leaderEpoch())
            .setNextOffset(fetched.nextOffset());
    fetched.records().forEach(it -> response.addRecords(record(it)));
    return response.build();
  }

  private static Record record(LogRecord entry) {
    Record.Builder message =
        Record.newBuilder()
            .setOffset(entry.offset())
            .setTimestampMillis(entry.timestampMillis())
            .setKey(bytes(entry.key()))
            .setValue(bytes(entry.value()));
    for (Header header : entry.headers()) {
      message.putHeaders(header.key(), bytes(Optional.of(header.value())));
    }
    return message.build();
  }

  /// Without copying: a batch's bytes never change once it is read.
  private static ByteString bytes(Optional<ByteBuffer> part) {
    return part.map(it -> UnsafeByteOperations.unsafeWrap(it.duplicate())).orElse(ByteString.EMPTY);
  }

  static dev.orrery.log.v1.TopicPartition partition(TopicPartition id) {
    return dev.orrery.log.v1.TopicPartition.newBuilder()
        .setTopic(id.topic())
        .setPartition(id.partition())
        .build();
  }

  static List<dev.orrery.log.v1.TopicPartition> partitions(Collection<TopicPartition> ids) {
    return ids.stream().map(Responses::partition).toList();
  }

  static DescribeGroupResponse.Member member(GroupImage.Member member) {
    return DescribeGroupResponse.Member.newBuilder()
        .setMemberId(member.id())
        .setMemberEpoch(member.epoch())
        .addAllAssigned(partitions(member.assigned()))
        .addAllTarget(partitions(member.target()))
        .build();
  }
}
