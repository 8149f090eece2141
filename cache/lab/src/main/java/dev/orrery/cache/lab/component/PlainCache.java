package dev.orrery.cache.lab.component;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.orrery.cache.v1.DeleteRequest;
import dev.orrery.cache.v1.DeleteResponse;
import dev.orrery.cache.v1.ExpireRequest;
import dev.orrery.cache.v1.ExpireResponse;
import dev.orrery.cache.v1.GetRequest;
import dev.orrery.cache.v1.GetResponse;
import dev.orrery.cache.v1.IncrementRequest;
import dev.orrery.cache.v1.IncrementResponse;
import dev.orrery.cache.v1.Member;
import dev.orrery.cache.v1.SetRequest;
import dev.orrery.cache.v1.SetResponse;
import dev.orrery.cache.v1.SortedListAddRequest;
import dev.orrery.cache.v1.SortedListAddResponse;
import dev.orrery.cache.v1.SortedListRangeRequest;
import dev.orrery.cache.v1.SortedListRangeResponse;
import dev.orrery.cache.v1.SortedListRemoveRequest;
import dev.orrery.cache.v1.SortedListRemoveResponse;
import dev.orrery.cache.v1.StatsRequest;
import dev.orrery.cache.v1.StatsResponse;
import dev.orrery.runtime.rpc.RpcException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The contract in the plainest code: requests in, responses out, lists sorted anew at every call,
/// no bound on memory. The model that answers are compared with, and, with a [Mistake] or two, the
/// wrong twins.
///
/// Thread-safe: one monitor around everything.
public final class PlainCache {
  private static final Comparator<ByteString> UNSIGNED =
      ByteString.unsignedLexicographicalComparator();
  private static final Comparator<ByteString> SIGNED =
      Comparator.comparing(ByteString::toByteArray, Arrays::compare);

  /// A value is a [ByteString] or a map from member to score.
  private final Map<ByteString, Object> values = new HashMap<>();

  private final Map<ByteString, Long> deadlines = new HashMap<>();
  private final Set<Mistake> mistakes;

  public PlainCache(Set<Mistake> mistakes) {
    this.mistakes = Set.copyOf(mistakes);
  }

  /// @throws RpcException where the contract names a status
  public synchronized Message answer(Message request) {
    return switch (request) {
      case GetRequest get -> get(get);
      case SetRequest set -> set(set);
      case DeleteRequest delete -> delete(delete);
      case IncrementRequest increment -> increment(increment);
      case ExpireRequest expire -> expire(expire);
      case SortedListAddRequest add -> add(add);
      case SortedListRangeRequest range -> range(range);
      case SortedListRemoveRequest remove -> remove(remove);
      case StatsRequest _ -> StatsResponse.newBuilder().setKeys(values.size()).build();
      default -> throw new IllegalArgumentException("no request of a cache: " + request.getClass());
    };
  }

  private boolean makes(Mistake mistake) {
    return mistakes.contains(mistake);
  }

  private void require(boolean holds, String field) {
    if (!holds && !makes(Mistake.LIMITS_UNCHECKED)) {
      throw RpcException.invalidArgument(field, "is outside its limits");
    }
  }

  private ByteString checked(ByteString key) {
    require(!key.isEmpty() && key.size() <= 512, "key");
    Long deadline = deadlines.get(key);
    if (deadline != null && System.nanoTime() - deadline >= 0) {
      forget(key);
    }
    return key;
  }

  private void forget(ByteString key) {
    values.remove(key);
    deadlines.remove(key);
  }

  private void live(ByteString key, long ttlMillis) {
    deadlines.remove(key);
    if (ttlMillis != 0 && !makes(Mistake.TTL_IGNORED)) {
      deadlines.put(key, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ttlMillis));
    }
  }

  private Message get(GetRequest request) {
    require(request.getKeysCount() <= 1_000, "keys");
    GetResponse.Builder response = GetResponse.newBuilder();
    for (ByteString key : request.getKeysList()) {
      Object value = values.get(checked(key));
      response.addValues(
          value instanceof ByteString text
              ? GetResponse.Value.newBuilder().setFound(true).setValue(text)
              : GetResponse.Value.newBuilder());
    }
    return response.build();
  }

  private Message set(SetRequest request) {
    require(request.getValue().size() <= 1 << 20, "value");
    ByteString key = checked(request.getKey());
    boolean stored =
        makes(Mistake.CONDITION_UNCHECKED)
            || switch (request.getCondition()) {
              case CONDITION_IF_ABSENT -> !values.containsKey(key);
              case CONDITION_IF_PRESENT -> values.containsKey(key);
              default -> true;
            };
    if (stored) {
      values.put(key, request.getValue());
      if (request.getTtlMillis() != 0 || !makes(Mistake.SET_KEEPS_TTL)) {
        live(key, request.getTtlMillis());
      }
    }
    return SetResponse.newBuilder().setStored(stored).build();
  }

  private Message delete(DeleteRequest request) {
    require(request.getKeysCount() <= 1_000, "keys");
    int deleted = 0;
    for (ByteString key : request.getKeysList()) {
      deleted += values.containsKey(checked(key)) ? 1 : 0;
      forget(key);
    }
    return DeleteResponse.newBuilder().setDeleted(deleted).build();
  }

  private Message increment(IncrementRequest request) {
    ByteString key = checked(request.getKey());
    ByteString start = ByteString.copyFromUtf8(makes(Mistake.COUNTS_FROM_ONE) ? "1" : "0");
    Object held = values.getOrDefault(key, start);
    if (!(held instanceof ByteString) && !makes(Mistake.TYPE_UNCHECKED)) {
      throw RpcException.failedPrecondition("WRONG_TYPE", "holds a sorted list");
    }
    ByteString text = held instanceof ByteString string ? string : start;
    long sum;
    try {
      sum = Math.addExact(Long.parseLong(text.toStringUtf8()), request.getBy());
    } catch (NumberFormatException | ArithmeticException notAnInteger) {
      throw RpcException.failedPrecondition("NOT_AN_INTEGER", "holds no integer, or overflows");
    }
    values.put(key, ByteString.copyFromUtf8(Long.toString(sum)));
    return IncrementResponse.newBuilder().setValue(sum).build();
  }

  private Message expire(ExpireRequest request) {
    ByteString key = checked(request.getKey());
    boolean found = values.containsKey(key);
    if (found) {
      live(key, request.getTtlMillis());
    }
    return ExpireResponse.newBuilder().setFound(found).build();
  }

  /// The scores under a key; empty when there are none. Not the held map itself.
  @SuppressWarnings("unchecked")
  private Map<ByteString, Double> scores(ByteString key) {
    Object held = values.get(key);
    if (held instanceof ByteString && !makes(Mistake.TYPE_UNCHECKED)) {
      throw RpcException.failedPrecondition("WRONG_TYPE", "holds a string");
    }
    return held instanceof Map
        ? new LinkedHashMap<>((Map<ByteString, Double>) held)
        : new LinkedHashMap<>();
  }

  private void keep(ByteString key, Map<ByteString, Double> list) {
    values.put(key, list);
    if (list.isEmpty() && !makes(Mistake.EMPTY_LIST_STAYS)) {
      forget(key);
    }
  }

  private Message add(SortedListAddRequest request) {
    require(request.getMembersCount() <= 10_000, "members");
    for (Member member : request.getMembersList()) {
      require(!Double.isNaN(member.getScore()), "score");
      require(member.getMember().size() <= 1 << 20, "member");
    }
    ByteString key = checked(request.getKey());
    Map<ByteString, Double> list = scores(key);
    boolean holds =
        switch (request.getPrecondition()) {
          case PRECONDITION_KEY_EXISTS -> values.containsKey(key);
          case PRECONDITION_MEMBER_EXISTS -> list.containsKey(request.getRequiredMember());
          default -> true;
        };
    if (!holds && !makes(Mistake.PRECONDITION_UNCHECKED)) {
      return SortedListAddResponse.newBuilder().setLength(list.size()).build();
    }
    request.getRemoveMembersList().forEach(list::remove);
    int before = list.size();
    request.getMembersList().forEach(member -> list.put(member.getMember(), member.getScore()));
    int added = list.size() - before;
    while (request.getMaxLength() != 0 && list.size() > request.getMaxLength()) {
      List<Member> order = ordered(list);
      Member out = makes(Mistake.DROPS_HIGHEST) ? order.getLast() : order.getFirst();
      list.remove(out.getMember());
    }
    keep(key, list);
    if (request.getTtlMillis() != 0 && !list.isEmpty()) {
      live(key, request.getTtlMillis());
    }
    return SortedListAddResponse.newBuilder()
        .setApplied(true)
        .setAdded(added)
        .setLength(list.size())
        .build();
  }

  private List<Member> ordered(Map<ByteString, Double> list) {
    List<Member> members = new ArrayList<>();
    list.forEach((member, score) ->
        members.add(Member.newBuilder().setMember(member).setScore(score).build()));
    Comparator<Member> byScore = Comparator.comparingDouble(Member::getScore);
    if (makes(Mistake.TIES_BY_INSERTION)) {
      members.sort(byScore);
    } else {
      members.sort(
          byScore.thenComparing(
              Member::getMember, makes(Mistake.SIGNED_BYTES) ? SIGNED : UNSIGNED));
    }
    return members;
  }

  private Message range(SortedListRangeRequest request) {
    require(request.getLimit() <= 10_000, "limit");
    ByteString key = checked(request.getKey());
    Map<ByteString, Double> list = scores(key);
    List<Member> wanted = new ArrayList<>(ordered(list));
    if (request.hasMinScore()) {
      wanted.removeIf(member -> member.getScore() < request.getMinScore());
    }
    if (request.hasMaxScore()) {
      wanted.removeIf(member ->
          member.getScore() > request.getMaxScore()
              || (makes(Mistake.EXCLUSIVE_MAXIMUM) && member.getScore() == request.getMaxScore()));
    }
    List<Member> slice =
        (request.getDescending() ? wanted.reversed() : wanted)
            .stream()
                .skip(request.getOffset())
                .limit(request.getLimit() == 0 ? 10_000 : request.getLimit())
                .toList();
    return SortedListRangeResponse.newBuilder()
        .setFound(values.get(key) instanceof Map)
        .addAllMembers(slice)
        .setLength(list.size())
        .build();
  }

  private Message remove(SortedListRemoveRequest request) {
    ByteString key = checked(request.getKey());
    Map<ByteString, Double> list = scores(key);
    int before = list.size();
    request.getMembersList().forEach(list::remove);
    if (before > 0) {
      keep(key, list);
    }
    return SortedListRemoveResponse.newBuilder().setRemoved(before - list.size()).build();
  }
}
