package dev.orrery.log.core.group;

import dev.orrery.log.core.partition.TopicPartition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Groups and offsets as keys and values of a keyed log.
///
/// ```
///   group/NAME                            version, epoch, members, owners
///   offset/NAME \0 TOPIC \0 PARTITION     version, offset, metadata
/// ```
public final class GroupCodec {
  private static final byte VERSION = 1;
  private static final String GROUP_KEY = "group/";
  private static final String OFFSET_KEY = "offset/";
  private static final String SEPARATOR = "\0";

  private GroupCodec() {}

  /// What to write for a change; a group without members is deleted.
  public static Map<String, Optional<byte[]>> encode(GroupChange change) {
    Map<String, Optional<byte[]>> entries = new LinkedHashMap<>();
    switch (change) {
      case GroupChange.Membership(GroupImage image) ->
          entries.put(
              GROUP_KEY + image.group(),
              image.members().isEmpty() ? Optional.empty() : Optional.of(encode(image)));
      case GroupChange.Offsets(String group, Map<TopicPartition, CommittedOffset> offsets) ->
          offsets.forEach((partition, offset) ->
              entries.put(
                  String.join(
                      SEPARATOR,
                      OFFSET_KEY + group,
                      partition.topic(),
                      Integer.toString(partition.partition())),
                  Optional.of(encode(offset))));
    }
    return entries;
  }

  /// Hands one stored entry to the coordinator.
  public static void restore(
      GroupCoordinator coordinator, String key, byte[] value, long nowMillis) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(value));
    try {
      if (in.readByte() != VERSION) {
        throw new IOException("unknown version of a stored group: " + value[0]);
      }
      if (key.startsWith(GROUP_KEY)) {
        coordinator.restore(decode(key.substring(GROUP_KEY.length()), in), nowMillis);
      } else if (key.startsWith(OFFSET_KEY)) {
        String[] parts = key.substring(OFFSET_KEY.length()).split(SEPARATOR, -1);
        coordinator.restore(
            parts[0],
            new TopicPartition(parts[1], Integer.parseInt(parts[2])),
            new CommittedOffset(in.readLong(), in.readUTF()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      body.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] encode(CommittedOffset offset) {
    return bytes(out -> {
      out.writeLong(offset.offset());
      out.writeUTF(offset.metadata());
    });
  }

  private static byte[] encode(GroupImage image) {
    return bytes(out -> {
      out.writeInt(image.epoch());
      out.writeInt(image.members().size());
      for (GroupImage.Member member : image.members()) {
        out.writeUTF(member.id());
        out.writeInt(member.epoch());
        out.writeInt(member.acknowledgedEpoch());
        out.writeInt(member.sessionTimeoutMillis());
        out.writeBoolean(member.fenced());
        out.writeInt(member.subscribed().size());
        for (String topic : member.subscribed()) {
          out.writeUTF(topic);
        }
        write(out, member.assigned());
        write(out, member.target());
      }
      out.writeInt(image.owners().size());
      for (Map.Entry<TopicPartition, String> owner : image.owners().entrySet()) {
        write(out, owner.getKey());
        out.writeUTF(owner.getValue());
      }
    });
  }

  private static GroupImage decode(String group, DataInputStream in) throws IOException {
    int epoch = in.readInt();
    int memberCount = in.readInt();
    List<GroupImage.Member> members = new ArrayList<>();
    for (int i = 0; i < memberCount; i++) {
      String id = in.readUTF();
      int memberEpoch = in.readInt();
      int acknowledged = in.readInt();
      int session = in.readInt();
      boolean fenced = in.readBoolean();
      SortedSet<String> subscribed = new TreeSet<>();
      int topics = in.readInt();
      for (int t = 0; t < topics; t++) {
        subscribed.add(in.readUTF());
      }
      members.add(
          new GroupImage.Member(
              id,
              memberEpoch,
              acknowledged,
              session,
              fenced,
              subscribed,
              readPartitions(in),
              readPartitions(in)));
    }
    TreeMap<TopicPartition, String> owners = new TreeMap<>();
    int ownerCount = in.readInt();
    for (int i = 0; i < ownerCount; i++) {
      owners.put(readPartition(in), in.readUTF());
    }
    return new GroupImage(group, epoch, members, owners);
  }

  private static void write(DataOutputStream out, Collection<TopicPartition> partitions)
      throws IOException {
    out.writeInt(partitions.size());
    for (TopicPartition partition : partitions) {
      write(out, partition);
    }
  }

  private static void write(DataOutputStream out, TopicPartition partition) throws IOException {
    out.writeUTF(partition.topic());
    out.writeInt(partition.partition());
  }

  private static SortedSet<TopicPartition> readPartitions(DataInputStream in) throws IOException {
    SortedSet<TopicPartition> partitions = new TreeSet<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      partitions.add(readPartition(in));
    }
    return partitions;
  }

  private static TopicPartition readPartition(DataInputStream in) throws IOException {
    return new TopicPartition(in.readUTF(), in.readInt());
  }
}
