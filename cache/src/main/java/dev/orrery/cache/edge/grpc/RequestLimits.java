package dev.orrery.cache.edge.grpc;

import com.google.protobuf.ByteString;
import dev.orrery.cache.core.keyspace.Keyspace;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.runtime.rpc.RpcException;
import java.util.ArrayList;
import java.util.List;

/// The limits the contract names, and the conversions that check them: what passes here the
/// keyspace can take.
final class RequestLimits {
  static final int MAXIMUM_KEY_BYTES = 512;
  static final int MAXIMUM_VALUE_BYTES = 1 << 20;
  static final int MAXIMUM_KEYS = 1_000;
  static final int MAXIMUM_MEMBERS = 10_000;

  /// Of the values or members of one answer, so that it stays below the bound on a message.
  static final int MAXIMUM_ANSWER_BYTES = 4 << 20;

  private RequestLimits() {}

  static Bytes key(ByteString key) {
    if (key.isEmpty() || key.size() > MAXIMUM_KEY_BYTES) {
      throw RpcException.invalidArgument(
          "key", "has " + key.size() + " bytes; 1 to " + MAXIMUM_KEY_BYTES + " are allowed");
    }
    return Bytes.of(key.toByteArray());
  }

  static List<Bytes> keys(List<ByteString> keys) {
    requireAtMost("keys", keys.size(), MAXIMUM_KEYS);
    List<Bytes> checked = new ArrayList<>(keys.size());
    for (ByteString key : keys) {
      checked.add(key(key));
    }
    return checked;
  }

  static byte[] value(ByteString value) {
    requireSize("value", value);
    return value.toByteArray();
  }

  static Bytes member(ByteString member) {
    requireSize("member", member);
    return Bytes.of(member.toByteArray());
  }

  static List<Bytes> members(String field, List<ByteString> members) {
    requireAtMost(field, members.size(), MAXIMUM_MEMBERS);
    List<Bytes> checked = new ArrayList<>(members.size());
    for (ByteString member : members) {
      checked.add(member(member));
    }
    return checked;
  }

  static double score(String field, double score) {
    if (Double.isNaN(score)) {
      throw RpcException.invalidArgument(field, "is not a number");
    }
    return score;
  }

  /// A `uint64` of milliseconds; Java sees one above 2^63 as negative.
  static long timeToLive(long ttlMillis) {
    return ttlMillis < 0 ? Keyspace.MAXIMUM_TTL_MILLIS : ttlMillis;
  }

  /// A `uint32` as far as an `int` goes; no list is longer.
  static int count(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
  }

  static void requireAtMost(String field, int count, int maximum) {
    if (count < 0 || count > maximum) {
      throw RpcException.invalidArgument(
          field, "is " + Integer.toUnsignedString(count) + "; at most " + maximum + " is allowed");
    }
  }

  static void requireAnswerFits(long bytes) {
    if (bytes > MAXIMUM_ANSWER_BYTES) {
      throw RpcException.resourceExhausted(
          "ANSWER_TOO_LARGE",
          "the answer has " + bytes + " bytes; ask for less than " + MAXIMUM_ANSWER_BYTES);
    }
  }

  private static void requireSize(String field, ByteString bytes) {
    if (bytes.size() > MAXIMUM_VALUE_BYTES) {
      throw RpcException.invalidArgument(
          field, "has " + bytes.size() + " bytes; at most " + MAXIMUM_VALUE_BYTES + " are allowed");
    }
  }
}
