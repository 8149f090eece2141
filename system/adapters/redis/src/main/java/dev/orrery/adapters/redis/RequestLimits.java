package dev.orrery.adapters.redis;

import com.google.protobuf.ByteString;
import dev.orrery.runtime.rpc.RpcException;
import java.time.Duration;
import java.util.List;

/// The limits the contract names: Redis itself would take more.
final class RequestLimits {
  static final int MAXIMUM_KEY_BYTES = 512;
  static final int MAXIMUM_VALUE_BYTES = 1 << 20;
  static final int MAXIMUM_KEYS = 1_000;
  static final int MAXIMUM_MEMBERS = 10_000;
  static final int MAXIMUM_ANSWER_BYTES = 4 << 20;

  /// Redis adds a time to live to the time of day and refuses what overflows.
  static final long MAXIMUM_TTL_MILLIS = Duration.ofDays(365_000).toMillis();

  private RequestLimits() {}

  static byte[] key(ByteString key) {
    if (key.isEmpty() || key.size() > MAXIMUM_KEY_BYTES) {
      throw RpcException.invalidArgument(
          "key", "has " + key.size() + " bytes; 1 to " + MAXIMUM_KEY_BYTES + " are allowed");
    }
    return key.toByteArray();
  }

  static byte[][] keys(List<ByteString> keys) {
    atMost("keys", keys.size(), MAXIMUM_KEYS);
    return keys.stream().map(RequestLimits::key).toArray(byte[][]::new);
  }

  static byte[] value(String field, ByteString value) {
    if (value.size() > MAXIMUM_VALUE_BYTES) {
      throw RpcException.invalidArgument(
          field, "has " + value.size() + " bytes; at most " + MAXIMUM_VALUE_BYTES + " are allowed");
    }
    return value.toByteArray();
  }

  static byte[][] members(String field, List<ByteString> members) {
    atMost(field, members.size(), MAXIMUM_MEMBERS);
    return members.stream().map(member -> value(field, member)).toArray(byte[][]::new);
  }

  static double score(String field, double score) {
    if (Double.isNaN(score)) {
      throw RpcException.invalidArgument(field, "is not a number");
    }
    return score;
  }

  /// A `uint64` of milliseconds; Java sees one above 2^63 as negative.
  static long timeToLive(long ttlMillis) {
    return ttlMillis < 0 ? MAXIMUM_TTL_MILLIS : Math.min(ttlMillis, MAXIMUM_TTL_MILLIS);
  }

  /// A `uint32` as far as an `int` goes; no list is longer.
  static int count(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
  }

  static void atMost(String field, int count, int maximum) {
    if (count < 0 || count > maximum) {
      throw RpcException.invalidArgument(
          field, "is " + Integer.toUnsignedString(count) + "; at most " + maximum + " is allowed");
    }
  }

  static void answerFits(long bytes) {
    if (bytes > MAXIMUM_ANSWER_BYTES) {
      throw RpcException.resourceExhausted(
          "ANSWER_TOO_LARGE",
          "the answer has " + bytes + " bytes; ask for less than " + MAXIMUM_ANSWER_BYTES);
    }
  }
}
