package dev.orrery.log.core.producer;

import dev.orrery.log.core.record.ProducerStamp;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Hands out producer ids and epochs, and knows which epoch of a named producer is the current one.
///
/// Ids are reserved in blocks, so that one durable write serves a thousand producers; what is left
/// of a block after a restart is skipped. A change returned must be durable before the id is handed
/// to anyone. Guarded by its own monitor.
public final class ProducerRegistry {
  /// Names kept.
  public static final int MAXIMUM_NAMES = 10_000;

  /// Bytes of a name in UTF-8.
  public static final int MAXIMUM_NAME_BYTES = 256;

  private static final int BLOCK = 1_000;
  private static final String BLOCK_KEY = "producer-block";
  private static final String NAME_KEY = "producer/";

  /// An id with its epoch, and what must be stored first: key and value, none when nothing changed.
  public record Issued(long producerId, short epoch, Map<String, Optional<byte[]>> changes) {}

  private record Named(long producerId, short epoch) {}

  private final Map<String, Named> names = new HashMap<>();
  private final Map<Long, Short> currentEpochs = new HashMap<>();
  private long nextId = 1;
  private long blockEnd = 1;

  /// Takes over one stored change.
  public synchronized void restore(String key, byte[] value) {
    if (key.equals(BLOCK_KEY)) {
      blockEnd = ByteBuffer.wrap(value).getLong();
      nextId = blockEnd;
    } else if (key.startsWith(NAME_KEY)) {
      ByteBuffer in = ByteBuffer.wrap(value);
      remember(key.substring(NAME_KEY.length()), new Named(in.getLong(), in.getShort()));
    }
  }

  /// An id of its own for a producer without a name.
  public synchronized Issued issue() {
    Map<String, Optional<byte[]>> changes = new LinkedHashMap<>();
    long id = next(changes);
    return new Issued(id, (short) 0, changes);
  }

  /// The id that belongs to a name, with the next epoch; every older epoch is fenced from now on.
  /// When epochs are used up the name gets a new id. Empty when there are too many names.
  public synchronized Optional<Issued> issue(String name) {
    Map<String, Optional<byte[]>> changes = new LinkedHashMap<>();
    Named known = names.get(name);
    if (known == null && names.size() >= MAXIMUM_NAMES) {
      return Optional.empty();
    }
    Named now =
        known == null || known.epoch() == Short.MAX_VALUE
            ? new Named(next(changes), (short) 0)
            : new Named(known.producerId(), (short) (known.epoch() + 1));
    remember(name, now);
    byte[] value = ByteBuffer.allocate(10).putLong(now.producerId()).putShort(now.epoch()).array();
    changes.put(NAME_KEY + name, Optional.of(value));
    return Optional.of(new Issued(now.producerId(), now.epoch(), changes));
  }

  /// The epoch that `producerId` must use; empty when no such id was handed out.
  public synchronized Optional<Short> currentEpoch(long producerId) {
    if (producerId < 1 || producerId >= nextId) {
      return Optional.empty();
    }
    return Optional.of(currentEpochs.getOrDefault(producerId, (short) 0));
  }

  /// What is wrong with a stamp whatever the partition; empty when nothing is.
  public Optional<SequenceVerdict> refusalOf(ProducerStamp stamp) {
    if (!stamp.idempotent()) {
      return Optional.empty();
    }
    Optional<Short> current = currentEpoch(stamp.producerId());
    if (current.isEmpty()) {
      return Optional.of(new SequenceVerdict.UnknownProducer(stamp.producerId()));
    }
    return current.get() == stamp.epoch()
        ? Optional.empty()
        : Optional.of(new SequenceVerdict.Fenced(current.get()));
  }

  private void remember(String name, Named named) {
    Named before = names.put(name, named);
    if (before != null && before.producerId() != named.producerId()) {
      currentEpochs.put(before.producerId(), Short.MAX_VALUE);
    }
    currentEpochs.put(named.producerId(), named.epoch());
  }

  private long next(Map<String, Optional<byte[]>> changes) {
    if (nextId == blockEnd) {
      blockEnd += BLOCK;
      byte[] value = ByteBuffer.allocate(8).putLong(blockEnd).array();
      changes.put(BLOCK_KEY, Optional.of(value));
    }
    return nextId++;
  }
}
