package dev.orrery.cache.lab.component;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.orrery.cache.v1.DeleteRequest;
import dev.orrery.cache.v1.GetRequest;
import dev.orrery.cache.v1.IncrementRequest;
import dev.orrery.cache.v1.Member;
import dev.orrery.cache.v1.SetRequest;
import dev.orrery.cache.v1.SortedListAddRequest;
import dev.orrery.cache.v1.SortedListRangeRequest;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// A request just outside a limit of the contract, or just within.
///
/// @param keyLength of the key; 0 where the request brings its own
/// @param allowed whether it is within
record BadRequest(String name, Message request, int keyLength, boolean allowed) {
  private static final ByteString KEY = ByteString.EMPTY;
  private static final int NAMED = 64;
  private static final int MAXIMUM_KEY = 512;
  private static final int MAXIMUM_VALUE = 1 << 20;

  static Arbitrary<BadRequest> all() {
    return Arbitraries.of(
        List.of(
            refused("an empty key", increment(), 0),
            refused("a key of 513 bytes", increment(), MAXIMUM_KEY + 1),
            allowed("a key of 512 bytes", increment(), MAXIMUM_KEY),
            refused("a get of 1,001 keys", get(1_001), NAMED),
            allowed("a get of 1,000 keys", get(1_000), NAMED),
            refused("a delete of 1,001 keys", delete(1_001), NAMED),
            refused("a value of 1 MiB and a byte", set(MAXIMUM_VALUE + 1), NAMED),
            allowed("a value of 1 MiB", set(MAXIMUM_VALUE), NAMED),
            refused("a score that is not a number", add(1, Double.NaN), NAMED),
            allowed("an infinite score", add(1, Double.POSITIVE_INFINITY), NAMED),
            refused("10,001 members", add(10_001, 1), NAMED),
            refused("a limit of 10,001", range(10_001), NAMED),
            allowed("a limit of 10,000", range(10_000), NAMED)));
  }

  private static BadRequest refused(String name, Message request, int keyLength) {
    return new BadRequest(name, request, keyLength, false);
  }

  private static BadRequest allowed(String name, Message request, int keyLength) {
    return new BadRequest(name, request, keyLength, true);
  }

  /// A key of the wanted length that starts with what is fresh.
  ByteString prefix(ByteString fresh) {
    return fresh.concat(ByteString.copyFromUtf8("x".repeat(MAXIMUM_KEY))).substring(0, keyLength);
  }

  private static Message increment() {
    return IncrementRequest.newBuilder().setKey(KEY).setBy(1).build();
  }

  private static Message get(int keys) {
    return GetRequest.newBuilder().addAllKeys(Collections.nCopies(keys, KEY)).build();
  }

  private static Message delete(int keys) {
    return DeleteRequest.newBuilder().addAllKeys(Collections.nCopies(keys, KEY)).build();
  }

  private static Message set(int length) {
    return SetRequest.newBuilder()
        .setKey(KEY)
        .setValue(ByteString.copyFrom(new byte[length]))
        .setTtlMillis(1)
        .build();
  }

  private static Message add(int members, double score) {
    Member member = Member.newBuilder().setMember(KEY).setScore(score).build();
    return SortedListAddRequest.newBuilder()
        .setKey(KEY)
        .addAllMembers(Collections.nCopies(members, member))
        .build();
  }

  private static Message range(int limit) {
    return SortedListRangeRequest.newBuilder().setKey(KEY).setLimit(limit).build();
  }
}
