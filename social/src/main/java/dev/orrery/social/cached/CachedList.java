package dev.orrery.social.cached;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.cache.v1.Member;
import dev.orrery.cache.v1.SortedListAddRequest;
import dev.orrery.cache.v1.SortedListAddRequest.Precondition;
import dev.orrery.cache.v1.SortedListRangeRequest;
import dev.orrery.cache.v1.SortedListRangeResponse;
import dev.orrery.social.storage.Keys;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Sorted lists in the cache that can be filled while others change them.
///
/// A list is a copy of something in the database. Three parties touch it: a reader fills it on a
/// miss, a worker adds to it when it is there, a change of follows deletes it. A naive fill loses
/// what happens between reading the database and writing the list. So a filler first puts its token
/// into the list:
///
/// ```
///   score   +∞      building:7f3a…      a filler is at work: readers take the list for missing
///           time    8-byte id           the entries
///           -∞      end                 nothing older exists that is not in the list
///
///   filler                       worker                          follow
///   add token (makes the list)
///   read the database            commit is seen: add if the
///                                list exists → it does, kept     commit, then delete the list
///   add all, take the token out, only if the token still stands there → gone: nothing is written
/// ```
///
/// What was committed before the filler read is in what it read; what came later found the list and
/// was added. `end` tells an empty list from a missing one, and as trimming drops the lowest score
/// first, a list that was cut no longer claims to be complete. A filler that dies leaves its token:
/// the list has a short time to live then, and the next filler takes it out with its own.
///
/// Thread-safe. Every call throws the status of its RPC.
public final class CachedList {
  /// Score of a token.
  private static final double BUILDING = Double.POSITIVE_INFINITY;

  private static final double END = Double.NEGATIVE_INFINITY;
  private static final ByteString END_MEMBER = ByteString.copyFromUtf8("end");
  private static final String TOKEN_PREFIX = "building:";
  private static final Duration BUILDING_TTL = Duration.ofSeconds(30);

  /// Room for tokens and `end` beside the entries.
  private static final int SENTINELS = 2;

  private final CacheGrpc.CacheFutureStub cache;
  private final Duration ttl;

  /// An entry of a list.
  ///
  /// @param id of a post or a user
  /// @param score milliseconds since 1970, or 0 where the order does not matter
  public record Entry(long id, long score) {}

  /// What was found.
  ///
  /// @param entries highest score first
  /// @param complete whether `end` was among them
  public record Found(List<Entry> entries, boolean complete) {}

  /// A fill that has begun.
  ///
  /// @param token what stands in the list for it
  /// @param abandoned tokens found there, to be taken out with it
  public record Fill(ByteString key, ByteString token, List<ByteString> abandoned) {}

  public CachedList(Channel cacheChannel, Duration ttl) {
    this.cache = CacheGrpc.newFutureStub(cacheChannel);
    this.ttl = ttl;
  }

  /// Asks for the first `limit` entries.
  public ListenableFuture<SortedListRangeResponse> ask(ByteString key, int limit) {
    return cache.sortedListRange(
        SortedListRangeRequest.newBuilder()
            .setKey(key)
            .setLimit(limit + 1)
            .setDescending(true)
            .build());
  }

  /// What the answer says; empty when the list is missing or being filled.
  ///
  /// @param limit as asked
  public static Optional<Found> found(SortedListRangeResponse answer, int limit) {
    if (!answer.getFound()
        || answer.getMembersCount() == 0
        || answer.getMembers(0).getScore() == BUILDING) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>(answer.getMembersCount());
    boolean complete = false;
    for (Member member : answer.getMembersList()) {
      if (member.getScore() == END) {
        complete = true;
      } else if (entries.size() < limit) {
        entries.add(new Entry(Keys.at(member.getMember(), 0), (long) member.getScore()));
      }
    }
    return Optional.of(new Found(entries, complete));
  }

  /// Begins a fill. From now on the list exists, and others add to it.
  ///
  /// @param before what the look at the list gave
  public Fill begin(ByteString key, SortedListRangeResponse before) {
    ByteString token =
        ByteString.copyFromUtf8(
            TOKEN_PREFIX
                + Long.toHexString(ThreadLocalRandom.current().nextLong())
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    List<ByteString> abandoned =
        before.getMembersList().stream()
            .filter(member -> member.getScore() == BUILDING)
            .map(Member::getMember)
            .toList();
    dev.orrery.social.service.Calls.join(
        cache.sortedListAdd(
            SortedListAddRequest.newBuilder()
                .setKey(key)
                .addMembers(Member.newBuilder().setMember(token).setScore(BUILDING))
                .setTtlMillis(BUILDING_TTL.toMillis())
                .build()));
    return new Fill(key, token, abandoned);
  }

  /// Ends a fill: all entries at once, unless the list was deleted or evicted since.
  ///
  /// @param complete whether nothing older exists
  /// @param maximumLength entries kept
  /// @return whether the list stands now
  public boolean finish(Fill fill, List<Entry> entries, boolean complete, int maximumLength) {
    SortedListAddRequest.Builder add =
        SortedListAddRequest.newBuilder()
            .setKey(fill.key())
            .addRemoveMembers(fill.token())
            .addAllRemoveMembers(fill.abandoned())
            .setMaxLength(maximumLength + SENTINELS)
            .setTtlMillis(ttl.toMillis())
            .setPrecondition(Precondition.PRECONDITION_MEMBER_EXISTS)
            .setRequiredMember(fill.token());
    entries.forEach(entry -> add.addMembers(member(entry)));
    if (complete) {
      add.addMembers(Member.newBuilder().setMember(END_MEMBER).setScore(END));
    }
    return dev.orrery.social.service.Calls.join(cache.sortedListAdd(add.build())).getApplied();
  }

  /// Adds to a list that is there or being filled; a missing one stays missing.
  public static SortedListAddRequest addIfPresent(ByteString key, Entry entry, int maximumLength) {
    return SortedListAddRequest.newBuilder()
        .setKey(key)
        .addMembers(member(entry))
        .setMaxLength(maximumLength + SENTINELS)
        .setPrecondition(Precondition.PRECONDITION_KEY_EXISTS)
        .build();
  }

  private static Member member(Entry entry) {
    return Member.newBuilder()
        .setMember(Keys.of(entry.id()))
        .setScore((double) entry.score())
        .build();
  }
}
