package dev.orrery.queue.core.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What was sent, unchanged. The buffers are never moved; readers duplicate them.
///
/// @param headers by name
/// @param sentAtMillis milliseconds since 1970
/// @param origin of a dead letter: where it died
public record StoredMessage(
    ByteBuffer body, Map<String, ByteBuffer> headers, long sentAtMillis, Optional<Origin> origin) {
  /// What a message costs beside its bytes.
  public static final int OVERHEAD_BYTES = 128;

  /// Where a dead letter was before.
  public record Origin(String queue, long id, int deliveries) {}

  public StoredMessage {
    body = body.asReadOnlyBuffer();
    headers = new TreeMap<>(headers);
  }

  /// What it counts for against a queue's bound.
  public long sizeBytes() {
    long size = (long) OVERHEAD_BYTES + body.remaining();
    for (Map.Entry<String, ByteBuffer> header : headers.entrySet()) {
      size += header.getKey().getBytes(StandardCharsets.UTF_8).length;
      size += header.getValue().remaining();
    }
    return size;
  }

  public StoredMessage withOrigin(Optional<Origin> from) {
    return new StoredMessage(body, headers, sentAtMillis, from);
  }
}
