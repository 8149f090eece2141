package dev.orrery.queue.edge.grpc;

import com.google.protobuf.ByteString;
import dev.orrery.queue.core.definition.QueueSettings;
import dev.orrery.queue.core.engine.EngineOptions;
import dev.orrery.queue.core.engine.NewMessage;
import dev.orrery.queue.core.message.StoredMessage;
import dev.orrery.queue.v1.Message;
import dev.orrery.runtime.rpc.RpcException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Requests checked and translated. What is wrong gives INVALID_ARGUMENT, naming the field.
final class Requests {
  static final int MAXIMUM_BATCH_MESSAGES = 100;
  static final long MAXIMUM_BATCH_BYTES = 4 << 20;
  static final long MAXIMUM_MESSAGE_BYTES = 1 << 20;
  static final int MAXIMUM_HEADERS = 64;
  static final int MAXIMUM_HEADER_NAME_BYTES = 255;
  static final int MAXIMUM_DEDUPLICATION_ID_BYTES = 128;
  static final int MAXIMUM_RECEIPTS = 1_000;
  static final int MAXIMUM_PREFETCH = 1_000;
  static final int MAXIMUM_WAIT_MILLIS = 30_000;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,80}");

  private Requests() {}

  static String name(String field, String name) {
    if (!NAME.matcher(name).matches()) {
      throw RpcException.invalidArgument(field, "a name is [a-zA-Z0-9._-]{1,80}");
    }
    return name;
  }

  /// A number that protobuf holds unsigned, 0 meaning `fallback`.
  static long bounded(String field, long number, long fallback, long maximum) {
    if (number < 0 || number > maximum) {
      throw RpcException.invalidArgument(
          field, "at most " + maximum + ", not " + Long.toUnsignedString(number));
    }
    return number == 0 ? fallback : number;
  }

  static long waitMillis(String field, int millis, long fallback) {
    return bounded(
        field, Integer.toUnsignedLong(millis), fallback, EngineOptions.MAXIMUM_WAIT_MILLIS);
  }

  static int count(String field, int number, int fallback, int maximum) {
    return (int) bounded(field, Integer.toUnsignedLong(number), fallback, maximum);
  }

  static QueueSettings settings(dev.orrery.queue.v1.QueueSettings asked, SettingsLimits limits) {
    String deadLetters = asked.getDeadLetterQueue();
    int deliveries =
        count(
            "settings.maximum_deliveries",
            asked.getMaximumDeliveries(),
            0,
            SettingsLimits.MAXIMUM_DELIVERIES);
    if (deliveries > 0 == deadLetters.isEmpty()) {
      throw RpcException.invalidArgument(
          "settings.dead_letter_queue", "goes together with maximum_deliveries");
    }
    return new QueueSettings(
        bounded(
            "settings.maximum_messages",
            asked.getMaximumMessages(),
            limits.defaultMessages(),
            SettingsLimits.MAXIMUM_MESSAGES),
        bounded(
            "settings.maximum_bytes",
            asked.getMaximumBytes(),
            limits.defaultBytes(),
            limits.maximumBytes()),
        waitMillis(
            "settings.lease_millis", asked.getLeaseMillis(), SettingsLimits.DEFAULT_LEASE_MILLIS),
        deliveries,
        deadLetters.isEmpty() ? "" : name("settings.dead_letter_queue", deadLetters),
        waitMillis("settings.retry_base_millis", asked.getRetryBaseMillis(), 0),
        waitMillis(
            "settings.retry_maximum_millis",
            asked.getRetryMaximumMillis(),
            SettingsLimits.DEFAULT_RETRY_MAXIMUM_MILLIS));
  }

  static List<NewMessage> messages(List<Message> sent, long now) {
    if (sent.isEmpty() || sent.size() > MAXIMUM_BATCH_MESSAGES) {
      throw RpcException.invalidArgument(
          "messages", "1 to " + MAXIMUM_BATCH_MESSAGES + ", not " + sent.size());
    }
    List<NewMessage> messages = new ArrayList<>(sent.size());
    long total = 0;
    for (int i = 0; i < sent.size(); i++) {
      NewMessage message = message("messages[" + i + "]", sent.get(i), now);
      total += message.message().sizeBytes();
      messages.add(message);
    }
    long bound = MAXIMUM_BATCH_BYTES + (long) StoredMessage.OVERHEAD_BYTES * sent.size();
    if (total > bound) {
      throw RpcException.invalidArgument(
          "messages", "together at most " + MAXIMUM_BATCH_BYTES + " bytes");
    }
    return messages;
  }

  private static NewMessage message(String field, Message sent, long now) {
    if (sent.getHeadersCount() > MAXIMUM_HEADERS) {
      throw RpcException.invalidArgument(field + ".headers", "at most " + MAXIMUM_HEADERS);
    }
    Map<String, ByteBuffer> headers = new HashMap<>();
    sent.getHeadersMap()
        .forEach((name, value) -> {
          int length = name.getBytes(StandardCharsets.UTF_8).length;
          if (length < 1 || length > MAXIMUM_HEADER_NAME_BYTES) {
            throw RpcException.invalidArgument(
                field + ".headers", "a name has 1 to " + MAXIMUM_HEADER_NAME_BYTES + " bytes");
          }
          headers.put(name, value.asReadOnlyByteBuffer());
        });
    ByteString id = sent.getDeduplicationIdBytes();
    if (id.size() > MAXIMUM_DEDUPLICATION_ID_BYTES) {
      throw RpcException.invalidArgument(
          field + ".deduplication_id", "at most " + MAXIMUM_DEDUPLICATION_ID_BYTES + " bytes");
    }
    StoredMessage message =
        new StoredMessage(sent.getBody().asReadOnlyByteBuffer(), headers, now, Optional.empty());
    if (message.sizeBytes() > MAXIMUM_MESSAGE_BYTES + StoredMessage.OVERHEAD_BYTES) {
      throw RpcException.invalidArgument(
          field, "body and headers together at most " + MAXIMUM_MESSAGE_BYTES + " bytes");
    }
    return new NewMessage(
        message,
        sent.getDeduplicationId(),
        waitMillis(field + ".delay_millis", sent.getDelayMillis(), 0));
  }

  static List<String> receipts(List<String> receipts) {
    if (receipts.isEmpty() || receipts.size() > MAXIMUM_RECEIPTS) {
      throw RpcException.invalidArgument(
          "receipts", "1 to " + MAXIMUM_RECEIPTS + ", not " + receipts.size());
    }
    return receipts;
  }

  static OptionalLong delay(String field, boolean given, int millis) {
    return given ? OptionalLong.of(waitMillis(field, millis, 0)) : OptionalLong.empty();
  }
}
