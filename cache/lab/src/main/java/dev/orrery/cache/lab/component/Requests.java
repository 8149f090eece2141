package dev.orrery.cache.lab.component;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.orrery.cache.v1.DeleteRequest;
import dev.orrery.cache.v1.ExpireRequest;
import dev.orrery.cache.v1.GetRequest;
import dev.orrery.cache.v1.IncrementRequest;
import dev.orrery.cache.v1.Member;
import dev.orrery.cache.v1.SetRequest;
import dev.orrery.cache.v1.SortedListAddRequest;
import dev.orrery.cache.v1.SortedListAddRequest.Precondition;
import dev.orrery.cache.v1.SortedListRangeRequest;
import dev.orrery.cache.v1.SortedListRemoveRequest;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Generates requests on a handful of keys, and tells them in words.
final class Requests {
  /// Long enough never to pass while a case runs: it must make no difference.
  private static final long AN_HOUR = 3_600_000;

  private static final Arbitrary<ByteString> MEMBERS =
      Arbitraries.of("a", "é", "b", "ü").map(ByteString::copyFromUtf8);
  private static final Arbitrary<Double> SCORES = Arbitraries.of(1.0, 1.0, 2.0, 2.0, 3.0, -0.5);
  private static final Arbitrary<Long> TTLS = Arbitraries.of(0L, 0L, AN_HOUR);

  private Requests() {}

  private static Arbitrary<ByteString> keys(String... names) {
    return Arbitraries.of(names).map(ByteString::copyFromUtf8);
  }

  static Arbitrary<Message> onStrings() {
    Arbitrary<ByteString> keys = keys("s", "t");
    Arbitrary<Message> get =
        keys.list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(some -> GetRequest.newBuilder().addAllKeys(some).build());
    Arbitrary<Message> set =
        Combinators.combine(
                keys,
                Arbitraries.of("", "7", "-3", "x", "9223372036854775807"),
                TTLS,
                Arbitraries.of(
                    SetRequest.Condition.CONDITION_UNSPECIFIED,
                    SetRequest.Condition.CONDITION_IF_ABSENT,
                    SetRequest.Condition.CONDITION_IF_PRESENT))
            .as((key, value, ttl, condition) ->
                SetRequest.newBuilder()
                    .setKey(key)
                    .setValue(ByteString.copyFromUtf8(value))
                    .setTtlMillis(ttl)
                    .setCondition(condition)
                    .build());
    Arbitrary<Message> increment =
        Combinators.combine(keys, Arbitraries.longs().between(-2, 5))
            .as((key, by) -> IncrementRequest.newBuilder().setKey(key).setBy(by).build());
    return Arbitraries.oneOf(List.of(get, set, increment, delete(keys), expire(keys)));
  }

  static Arbitrary<Message> onLists() {
    Arbitrary<ByteString> keys = keys("l", "l", "l", "m");
    return Arbitraries.oneOf(
        List.of(
            add(keys),
            add(keys),
            range(keys),
            range(keys),
            remove(keys),
            delete(keys),
            expire(keys)));
  }

  /// Writes that give keys their type, and calls that mind it; none overwrites the other type.
  static Arbitrary<Message> onBoth() {
    Arbitrary<ByteString> keys = keys("s", "l");
    Arbitrary<Message> set =
        Arbitraries.of("1", "x")
            .map(value ->
                SetRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8("s"))
                    .setValue(ByteString.copyFromUtf8(value))
                    .build());
    Arbitrary<Message> get = keys.map(key -> GetRequest.newBuilder().addKeys(key).build());
    Arbitrary<Message> increment =
        keys.map(key -> IncrementRequest.newBuilder().setKey(key).setBy(1).build());
    return Arbitraries.oneOf(
        List.of(
            set,
            get,
            increment,
            add(keys),
            add(keys("l")),
            range(keys),
            remove(keys),
            delete(keys)));
  }

  private static Arbitrary<Message> delete(Arbitrary<ByteString> keys) {
    return keys.set()
        .ofMinSize(1)
        .ofMaxSize(2)
        .map(some -> DeleteRequest.newBuilder().addAllKeys(some).build());
  }

  private static Arbitrary<Message> expire(Arbitrary<ByteString> keys) {
    return Combinators.combine(keys, TTLS)
        .as((key, ttl) -> ExpireRequest.newBuilder().setKey(key).setTtlMillis(ttl).build());
  }

  private static Arbitrary<Message> add(Arbitrary<ByteString> keys) {
    return Combinators.combine(
            keys,
            Arbitraries.maps(MEMBERS, SCORES).ofMaxSize(4),
            MEMBERS.set().ofMaxSize(1),
            Arbitraries.of(0, 0, 0, 0, 1, 2, 3),
            Arbitraries.of(
                Precondition.PRECONDITION_UNSPECIFIED,
                Precondition.PRECONDITION_UNSPECIFIED,
                Precondition.PRECONDITION_KEY_EXISTS,
                Precondition.PRECONDITION_MEMBER_EXISTS),
            MEMBERS)
        .as((key, members, removed, keep, precondition, required) -> {
          SortedListAddRequest.Builder request =
              SortedListAddRequest.newBuilder()
                  .setKey(key)
                  .setMaxLength(keep)
                  .setPrecondition(precondition);
          members.forEach((member, score) ->
              request.addMembers(Member.newBuilder().setMember(member).setScore(score)));
          // What is both taken out and put in may be counted as added or not.
          removed.stream()
              .filter(member -> !members.containsKey(member))
              .forEach(request::addRemoveMembers);
          if (precondition == Precondition.PRECONDITION_MEMBER_EXISTS) {
            request.setRequiredMember(required);
          }
          return request.build();
        });
  }

  private static Arbitrary<Message> range(Arbitrary<ByteString> keys) {
    return Combinators.combine(
            keys,
            Arbitraries.of(0, 0, 0, 1, 2),
            Arbitraries.of(0, 0, 1, 2),
            Arbitraries.of(false, true),
            Arbitraries.of(1.0, 2.0).optional(0.2),
            Arbitraries.of(3.0, 2.0).optional(0.4))
        .as((key, offset, limit, descending, minimum, maximum) -> {
          SortedListRangeRequest.Builder request =
              SortedListRangeRequest.newBuilder()
                  .setKey(key)
                  .setOffset(offset)
                  .setLimit(limit)
                  .setDescending(descending);
          minimum.ifPresent(request::setMinScore);
          maximum.ifPresent(request::setMaxScore);
          return request.build();
        });
  }

  private static Arbitrary<Message> remove(Arbitrary<ByteString> keys) {
    return Combinators.combine(keys, MEMBERS.set().ofMinSize(1).ofMaxSize(2))
        .as((key, members) ->
            SortedListRemoveRequest.newBuilder().setKey(key).addAllMembers(members).build());
  }

  /// Asked at the end of every case: what the calls before left, whole and in parts.
  static List<Message> probes() {
    List<Message> probes = new ArrayList<>();
    for (String list : List.of("l", "m")) {
      SortedListRangeRequest all =
          SortedListRangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(list)).build();
      probes.add(all);
      probes.add(all.toBuilder().setDescending(true).setMaxScore(2).build());
      probes.add(all.toBuilder().setMinScore(1).setMaxScore(1).build());
    }
    probes.add(
        GetRequest.newBuilder()
            .addKeys(ByteString.copyFromUtf8("s"))
            .addKeys(ByteString.copyFromUtf8("t"))
            .build());
    return probes;
  }

  /// Deletes all keys that a generated request may have made.
  static Message cleaning() {
    return DeleteRequest.newBuilder()
        .addAllKeys(List.of("s", "t", "l", "m").stream().map(ByteString::copyFromUtf8).toList())
        .build();
  }

  /// The same request on keys of its own: each starts with `prefix`.
  static Message prefixed(Message request, ByteString prefix) {
    return switch (request) {
      case GetRequest get ->
          get.toBuilder().clearKeys().addAllKeys(prefixed(get.getKeysList(), prefix)).build();
      case DeleteRequest delete ->
          delete.toBuilder().clearKeys().addAllKeys(prefixed(delete.getKeysList(), prefix)).build();
      case SetRequest set -> set.toBuilder().setKey(prefix.concat(set.getKey())).build();
      case IncrementRequest increment ->
          increment.toBuilder().setKey(prefix.concat(increment.getKey())).build();
      case ExpireRequest expire ->
          expire.toBuilder().setKey(prefix.concat(expire.getKey())).build();
      case SortedListAddRequest add -> add.toBuilder().setKey(prefix.concat(add.getKey())).build();
      case SortedListRangeRequest range ->
          range.toBuilder().setKey(prefix.concat(range.getKey())).build();
      case SortedListRemoveRequest remove ->
          remove.toBuilder().setKey(prefix.concat(remove.getKey())).build();
      default -> throw new IllegalArgumentException("no keys in " + request.getClass());
    };
  }

  private static List<ByteString> prefixed(List<ByteString> keys, ByteString prefix) {
    return keys.stream().map(prefix::concat).toList();
  }

  /// As a person would say it.
  static String story(Message request) {
    return switch (request) {
      case GetRequest get -> "get " + texts(get.getKeysList());
      case SetRequest set ->
          "set " + text(set.getKey()) + "=\"" + text(set.getValue()) + "\"" + condition(set);
      case DeleteRequest delete -> "delete " + texts(delete.getKeysList());
      case IncrementRequest increment ->
          "increment " + text(increment.getKey()) + " by " + increment.getBy();
      case ExpireRequest expire ->
          (expire.getTtlMillis() == 0 ? "persist " : "expire in an hour ") + text(expire.getKey());
      case SortedListAddRequest add -> story(add);
      case SortedListRangeRequest range -> story(range);
      case SortedListRemoveRequest remove ->
          "remove " + texts(remove.getMembersList()) + " from " + text(remove.getKey());
      default -> request.toString();
    };
  }

  private static String condition(SetRequest set) {
    return switch (set.getCondition()) {
      case CONDITION_IF_ABSENT -> " if absent";
      case CONDITION_IF_PRESENT -> " if present";
      default -> "";
    };
  }

  private static String story(SortedListAddRequest add) {
    StringBuilder story = new StringBuilder("add");
    add.getMembersList()
        .forEach(member ->
            story
                .append(' ')
                .append(text(member.getMember()))
                .append(':')
                .append(member.getScore()));
    story.append(" to ").append(text(add.getKey()));
    if (add.getRemoveMembersCount() > 0) {
      story.append(", first removing ").append(texts(add.getRemoveMembersList()));
    }
    if (add.getMaxLength() != 0) {
      story.append(", keeping ").append(add.getMaxLength());
    }
    switch (add.getPrecondition()) {
      case PRECONDITION_KEY_EXISTS -> story.append(", if it exists");
      case PRECONDITION_MEMBER_EXISTS ->
          story.append(", if it holds ").append(text(add.getRequiredMember()));
      default -> {}
    }
    return story.toString();
  }

  private static String story(SortedListRangeRequest range) {
    return "range of "
        + text(range.getKey())
        + (range.getDescending() ? " descending" : "")
        + (range.hasMinScore() ? " from score " + range.getMinScore() : "")
        + (range.hasMaxScore() ? " to score " + range.getMaxScore() : "")
        + (range.getOffset() == 0 ? "" : " offset " + range.getOffset())
        + (range.getLimit() == 0 ? "" : " limit " + range.getLimit());
  }

  private static String text(ByteString bytes) {
    return bytes.toStringUtf8();
  }

  private static String texts(List<ByteString> some) {
    return String.join(" ", some.stream().map(Requests::text).toList());
  }
}
