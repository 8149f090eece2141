package dev.orrery.cache.lab.component;

import com.google.protobuf.ByteString;
import dev.orrery.cache.v1.CacheGrpc.CacheBlockingStub;
import dev.orrery.cache.v1.DeleteRequest;
import dev.orrery.cache.v1.ExpireRequest;
import dev.orrery.cache.v1.GetRequest;
import dev.orrery.cache.v1.IncrementRequest;
import dev.orrery.cache.v1.Member;
import dev.orrery.cache.v1.SetRequest;
import dev.orrery.cache.v1.SortedListAddRequest;
import dev.orrery.cache.v1.SortedListRangeRequest;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// One key's life: how it gets its time to live, what happens then, and whether it must end.
record Lifetime(Birth birth, Event event, int ttlMillis) {
  /// What a late clock or a busy machine is forgiven.
  private static final long LATENESS_MILLIS = 200;

  /// A key's presence is asked for so often while it is waited for to go.
  private static final long POLL_NANOS = 2_000_000;

  /// How the key comes, and by it its time to live.
  enum Birth {
    SET,
    SET_AND_EXPIRE,
    ADD,
    ADD_AND_EXPIRE;

    boolean isList() {
      return this == ADD || this == ADD_AND_EXPIRE;
    }
  }

  /// What happens to it while it lives.
  enum Event {
    NOTHING(true),
    WRITE_THAT_KEEPS(true),
    PERSIST(false),
    OVERWRITE(false);

    final boolean ends;

    Event(boolean ends) {
      this.ends = ends;
    }
  }

  static Arbitrary<Lifetime> all() {
    return Combinators.combine(
            Arbitraries.of(Birth.class), Arbitraries.of(Event.class), Arbitraries.of(40, 60))
        .as(Lifetime::new);
  }

  String story() {
    String given = birth.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String then = event.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return given + " with " + ttlMillis + " ms to live; then " + then;
  }

  void check(CacheBlockingStub stub, ByteString key) {
    // The key's time starts between these two.
    long before = System.nanoTime();
    bear(stub, key);
    long after = System.nanoTime();
    happen(stub, key);
    boolean seen = exists(stub, key);
    if (System.nanoTime() - before >= TimeUnit.MILLISECONDS.toNanos(ttlMillis)) {
      return; // so slow a machine that its time may have been over: nothing can be said
    }
    require(seen, "gone before its time");
    long end = after + TimeUnit.MILLISECONDS.toNanos(ttlMillis);
    if (event.ends || (birth.isList() && event == Event.OVERWRITE)) {
      waitUntil(end);
      goes(stub, key, end + TimeUnit.MILLISECONDS.toNanos(LATENESS_MILLIS));
    } else {
      waitUntil(end + POLL_NANOS);
      require(exists(stub, key), "gone, though its time to live was taken away");
      CacheContract.call(stub, DeleteRequest.newBuilder().addKeys(key).build());
    }
  }

  private void goes(CacheBlockingStub stub, ByteString key, long atTheLatest) {
    while (exists(stub, key)) {
      require(
          System.nanoTime() - atTheLatest < 0,
          "still there " + LATENESS_MILLIS + " ms after its time");
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private void bear(CacheBlockingStub stub, ByteString key) {
    boolean expires = birth == Birth.SET_AND_EXPIRE || birth == Birth.ADD_AND_EXPIRE;
    int ttl = expires ? 0 : ttlMillis;
    if (birth.isList()) {
      CacheContract.call(stub, add(key, "first", ttl));
    } else {
      CacheContract.call(stub, set(key, ttl));
    }
    if (expires) {
      CacheContract.call(
          stub, ExpireRequest.newBuilder().setKey(key).setTtlMillis(ttlMillis).build());
    }
  }

  private void happen(CacheBlockingStub stub, ByteString key) {
    switch (event) {
      case NOTHING -> {}
      case WRITE_THAT_KEEPS -> write(stub, key);
      case PERSIST -> CacheContract.call(stub, ExpireRequest.newBuilder().setKey(key).build());
      case OVERWRITE ->
          CacheContract.call(stub, birth.isList() ? add(key, "second", 0) : set(key, 0));
    }
  }

  private void write(CacheBlockingStub stub, ByteString key) {
    if (birth.isList()) {
      CacheContract.call(stub, add(key, "second", 0));
    } else {
      CacheContract.call(stub, IncrementRequest.newBuilder().setKey(key).setBy(1).build());
    }
  }

  private static SetRequest set(ByteString key, int ttl) {
    return SetRequest.newBuilder()
        .setKey(key)
        .setValue(ByteString.copyFromUtf8("1"))
        .setTtlMillis(ttl)
        .build();
  }

  private static SortedListAddRequest add(ByteString key, String member, int ttl) {
    return SortedListAddRequest.newBuilder()
        .setKey(key)
        .addMembers(Member.newBuilder().setMember(ByteString.copyFromUtf8(member)).setScore(1))
        .setTtlMillis(ttl)
        .build();
  }

  private boolean exists(CacheBlockingStub stub, ByteString key) {
    return birth.isList()
        ? stub.sortedListRange(SortedListRangeRequest.newBuilder().setKey(key).build()).getFound()
        : stub.get(GetRequest.newBuilder().addKeys(key).build()).getValues(0).getFound();
  }

  private static void waitUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
