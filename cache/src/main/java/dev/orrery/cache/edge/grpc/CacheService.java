package dev.orrery.cache.edge.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.orrery.cache.core.keyspace.Keyspace;
import dev.orrery.cache.core.keyspace.KeyspaceException;
import dev.orrery.cache.core.keyspace.KeyspaceStats;
import dev.orrery.cache.core.keyspace.SortedListChange;
import dev.orrery.cache.core.keyspace.SortedListChange.Precondition;
import dev.orrery.cache.core.keyspace.SortedListRange;
import dev.orrery.cache.core.keyspace.StringValue;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.v1.CacheGrpc;
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
import dev.orrery.runtime.rpc.Unary;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/// The service `orrery.cache.v1.Cache` on a keyspace. Thread-safe, as the keyspace is.
///
/// What is read goes out without a copy: values and members never change once they are in, so the
/// answer wraps their arrays.
public final class CacheService extends CacheGrpc.CacheImplBase {
  /// On the server span of a read: whether all that was asked for was there.
  public static final AttributeKey<Boolean> CACHE_HIT = AttributeKey.booleanKey("cache.hit");

  private final Keyspace keyspace;
  private final String evictionPolicy;

  /// @param evictionPolicy its name, for the statistics
  public CacheService(Keyspace keyspace, String evictionPolicy) {
    this.keyspace = keyspace;
    this.evictionPolicy = evictionPolicy;
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> observer) {
    answer(
        observer,
        () -> {
          List<Optional<StringValue>> values =
              keyspace.get(RequestLimits.keys(request.getKeysList()));
          GetResponse.Builder response = GetResponse.newBuilder();
          boolean allFound = true;
          long bytes = 0;
          for (Optional<StringValue> value : values) {
            allFound &= value.isPresent();
            bytes += value.isPresent() ? value.get().array().length : 0;
            response.addValues(value.map(CacheService::found).orElseGet(CacheService::missing));
          }
          RequestLimits.requireAnswerFits(bytes);
          Span.current().setAttribute(CACHE_HIT, allFound);
          return response.build();
        });
  }

  private static GetResponse.Value found(StringValue value) {
    return GetResponse.Value.newBuilder()
        .setFound(true)
        .setValue(UnsafeByteOperations.unsafeWrap(value.array()))
        .build();
  }

  private static GetResponse.Value missing() {
    return GetResponse.Value.getDefaultInstance();
  }

  @Override
  public void set(SetRequest request, StreamObserver<SetResponse> observer) {
    answer(
        observer,
        () -> {
          boolean stored =
              keyspace.set(
                  RequestLimits.key(request.getKey()),
                  StringValue.of(RequestLimits.value(request.getValue())),
                  RequestLimits.timeToLive(request.getTtlMillis()),
                  condition(request.getCondition()));
          return SetResponse.newBuilder().setStored(stored).build();
        });
  }

  private static Keyspace.Condition condition(SetRequest.Condition condition) {
    return switch (condition) {
      case CONDITION_UNSPECIFIED -> Keyspace.Condition.ALWAYS;
      case CONDITION_IF_ABSENT -> Keyspace.Condition.IF_ABSENT;
      case CONDITION_IF_PRESENT -> Keyspace.Condition.IF_PRESENT;
      case UNRECOGNIZED -> throw RpcException.invalidArgument("condition", "is none of the known");
    };
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<DeleteResponse> observer) {
    answer(
        observer,
        () ->
            DeleteResponse.newBuilder()
                .setDeleted(keyspace.delete(RequestLimits.keys(request.getKeysList())))
                .build());
  }

  @Override
  public void increment(IncrementRequest request, StreamObserver<IncrementResponse> observer) {
    answer(
        observer,
        () ->
            IncrementResponse.newBuilder()
                .setValue(keyspace.increment(RequestLimits.key(request.getKey()), request.getBy()))
                .build());
  }

  @Override
  public void expire(ExpireRequest request, StreamObserver<ExpireResponse> observer) {
    answer(
        observer,
        () -> {
          boolean found =
              keyspace.expire(
                  RequestLimits.key(request.getKey()),
                  RequestLimits.timeToLive(request.getTtlMillis()));
          return ExpireResponse.newBuilder().setFound(found).build();
        });
  }

  @Override
  public void sortedListAdd(
      SortedListAddRequest request, StreamObserver<SortedListAddResponse> observer) {
    answer(
        observer,
        () -> {
          SortedListChange.Outcome outcome = keyspace.change(change(request));
          return SortedListAddResponse.newBuilder()
              .setApplied(outcome.applied())
              .setAdded(outcome.added())
              .setLength(outcome.length())
              .build();
        });
  }

  private static SortedListChange change(SortedListAddRequest request) {
    RequestLimits.requireAtMost(
        "members", request.getMembersCount(), RequestLimits.MAXIMUM_MEMBERS);
    List<ScoredMember> members = new ArrayList<>(request.getMembersCount());
    for (Member member : request.getMembersList()) {
      members.add(
          new ScoredMember(
              RequestLimits.member(member.getMember()),
              RequestLimits.score("members.score", member.getScore())));
    }
    return new SortedListChange(
        RequestLimits.key(request.getKey()),
        members,
        RequestLimits.members("remove_members", request.getRemoveMembersList()),
        RequestLimits.count(request.getMaxLength()),
        RequestLimits.timeToLive(request.getTtlMillis()),
        precondition(request));
  }

  private static Precondition precondition(SortedListAddRequest request) {
    return switch (request.getPrecondition()) {
      case PRECONDITION_UNSPECIFIED -> Precondition.NONE;
      case PRECONDITION_KEY_EXISTS -> Precondition.KEY_EXISTS;
      case PRECONDITION_MEMBER_EXISTS ->
          new Precondition.MemberExists(RequestLimits.member(request.getRequiredMember()));
      case UNRECOGNIZED ->
          throw RpcException.invalidArgument("precondition", "is none of the known");
    };
  }

  @Override
  public void sortedListRange(
      SortedListRangeRequest request, StreamObserver<SortedListRangeResponse> observer) {
    answer(
        observer,
        () -> {
          Optional<SortedListRange.Slice> slice =
              keyspace.range(RequestLimits.key(request.getKey()), range(request));
          Span.current().setAttribute(CACHE_HIT, slice.isPresent());
          return slice
              .map(CacheService::slice)
              .orElseGet(SortedListRangeResponse::getDefaultInstance);
        });
  }

  private static SortedListRange range(SortedListRangeRequest request) {
    RequestLimits.requireAtMost("limit", request.getLimit(), RequestLimits.MAXIMUM_MEMBERS);
    return new SortedListRange(
        RequestLimits.count(request.getOffset()),
        request.getLimit() == 0 ? RequestLimits.MAXIMUM_MEMBERS : request.getLimit(),
        request.getDescending(),
        request.hasMinScore()
            ? OptionalDouble.of(RequestLimits.score("min_score", request.getMinScore()))
            : OptionalDouble.empty(),
        request.hasMaxScore()
            ? OptionalDouble.of(RequestLimits.score("max_score", request.getMaxScore()))
            : OptionalDouble.empty());
  }

  private static SortedListRangeResponse slice(SortedListRange.Slice slice) {
    SortedListRangeResponse.Builder response =
        SortedListRangeResponse.newBuilder().setFound(true).setLength(slice.length());
    long bytes = 0;
    for (ScoredMember scored : slice.members()) {
      ByteString member = UnsafeByteOperations.unsafeWrap(scored.member().array());
      bytes += member.size();
      response.addMembers(Member.newBuilder().setMember(member).setScore(scored.score()));
    }
    RequestLimits.requireAnswerFits(bytes);
    return response.build();
  }

  @Override
  public void sortedListRemove(
      SortedListRemoveRequest request, StreamObserver<SortedListRemoveResponse> observer) {
    answer(
        observer,
        () -> {
          Bytes key = RequestLimits.key(request.getKey());
          int removed =
              keyspace.removeMembers(
                  key, RequestLimits.members("members", request.getMembersList()));
          return SortedListRemoveResponse.newBuilder().setRemoved(removed).build();
        });
  }

  @Override
  public void stats(StatsRequest request, StreamObserver<StatsResponse> observer) {
    answer(
        observer,
        () -> {
          KeyspaceStats stats = keyspace.stats();
          return StatsResponse.newBuilder()
              .setKeys(stats.keys())
              .setUsedBytes(stats.usedBytes())
              .setCapacityBytes(stats.capacityBytes())
              .setHits(stats.hits())
              .setMisses(stats.misses())
              .setEvictions(stats.evictions())
              .setExpirations(stats.expirations())
              .setEvictionPolicy(evictionPolicy)
              .build();
        });
  }

  private static <R> void answer(StreamObserver<R> observer, Supplier<R> call) {
    Unary.answer(
        observer,
        () -> {
          try {
            return call.get();
          } catch (KeyspaceException refused) {
            throw status(refused);
          }
        });
  }

  private static RpcException status(KeyspaceException refused) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused) {
      case KeyspaceException.WrongType _ -> RpcException.failedPrecondition("WRONG_TYPE", message);
      case KeyspaceException.NotAnInteger _ ->
          RpcException.failedPrecondition("NOT_AN_INTEGER", message);
      case KeyspaceException.OutOfMemory _ ->
          RpcException.resourceExhausted("OUT_OF_MEMORY", message);
    };
  }
}
