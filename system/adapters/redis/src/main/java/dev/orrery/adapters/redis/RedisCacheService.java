package dev.orrery.adapters.redis;

import com.google.protobuf.UnsafeByteOperations;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.cache.v1.DeleteRequest;
import dev.orrery.cache.v1.DeleteResponse;
import dev.orrery.cache.v1.ExpireRequest;
import dev.orrery.cache.v1.ExpireResponse;
import dev.orrery.cache.v1.GetRequest;
import dev.orrery.cache.v1.GetResponse;
import dev.orrery.cache.v1.IncrementRequest;
import dev.orrery.cache.v1.IncrementResponse;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.params.SetParams;

/// The service `orrery.cache.v1.Cache` on a Redis. Thread-safe.
final class RedisCacheService extends CacheGrpc.CacheImplBase {
  private static final AttributeKey<Boolean> CACHE_HIT = AttributeKey.booleanKey("cache.hit");

  private final RedisConnections redis;
  private final LongAdder hits;
  private final LongAdder misses;

  RedisCacheService(RedisConnections redis, LongAdder hits, LongAdder misses) {
    this.redis = redis;
    this.hits = hits;
    this.misses = misses;
  }

  private <R> void answer(StreamObserver<R> observer, Function<Jedis, R> commands) {
    Unary.answer(observer, () -> redis.call(commands));
  }

  private void count(boolean hit) {
    (hit ? hits : misses).increment();
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> observer) {
    answer(
        observer,
        connection -> {
          byte[][] keys = RequestLimits.keys(request.getKeysList());
          List<byte[]> values = keys.length == 0 ? List.of() : connection.mget(keys);
          GetResponse.Builder response = GetResponse.newBuilder();
          boolean allFound = true;
          long bytes = 0;
          for (byte[] value : values) {
            Optional<byte[]> found = Optional.ofNullable(value); // null stands for a missing key
            count(found.isPresent());
            allFound &= found.isPresent();
            bytes += found.map(array -> array.length).orElse(0);
            response.addValues(
                found
                    .map(RedisCacheService::found)
                    .orElseGet(GetResponse.Value::getDefaultInstance));
          }
          RequestLimits.answerFits(bytes);
          Span.current().setAttribute(CACHE_HIT, allFound);
          return response.build();
        });
  }

  private static GetResponse.Value found(byte[] value) {
    return GetResponse.Value.newBuilder()
        .setFound(true)
        .setValue(UnsafeByteOperations.unsafeWrap(value))
        .build();
  }

  @Override
  public void set(SetRequest request, StreamObserver<SetResponse> observer) {
    answer(
        observer,
        connection -> {
          SetParams how = new SetParams();
          switch (request.getCondition()) {
            case CONDITION_UNSPECIFIED -> {}
            case CONDITION_IF_ABSENT -> how.nx();
            case CONDITION_IF_PRESENT -> how.xx();
            case UNRECOGNIZED ->
                throw RpcException.invalidArgument("condition", "is none of the known");
          }
          if (request.getTtlMillis() != 0) {
            how.px(RequestLimits.timeToLive(request.getTtlMillis()));
          }
          String ok =
              connection.set(
                  RequestLimits.key(request.getKey()),
                  RequestLimits.value("value", request.getValue()),
                  how);
          return SetResponse.newBuilder().setStored(ok != null).build();
        });
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<DeleteResponse> observer) {
    answer(
        observer,
        connection -> {
          byte[][] keys = RequestLimits.keys(request.getKeysList());
          long deleted = keys.length == 0 ? 0 : connection.del(keys);
          return DeleteResponse.newBuilder().setDeleted((int) deleted).build();
        });
  }

  @Override
  public void increment(IncrementRequest request, StreamObserver<IncrementResponse> observer) {
    answer(
        observer,
        connection ->
            IncrementResponse.newBuilder()
                .setValue(connection.incrBy(RequestLimits.key(request.getKey()), request.getBy()))
                .build());
  }

  @Override
  public void expire(ExpireRequest request, StreamObserver<ExpireResponse> observer) {
    answer(
        observer,
        connection -> {
          byte[] key = RequestLimits.key(request.getKey());
          boolean found;
          if (request.getTtlMillis() == 0) {
            try (Transaction together =
                connection.multi()) { // PERSIST says 0 for no time to live too
              var there = together.exists(key);
              together.persist(key);
              together.exec();
              found = there.get();
            }
          } else {
            found = connection.pexpire(key, RequestLimits.timeToLive(request.getTtlMillis())) == 1;
          }
          return ExpireResponse.newBuilder().setFound(found).build();
        });
  }

  @Override
  public void sortedListAdd(
      SortedListAddRequest request, StreamObserver<SortedListAddResponse> observer) {
    answer(observer, connection -> RedisSortedLists.change(connection, request));
  }

  @Override
  public void sortedListRange(
      SortedListRangeRequest request, StreamObserver<SortedListRangeResponse> observer) {
    answer(
        observer,
        connection -> {
          SortedListRangeResponse range = RedisSortedLists.range(connection, request);
          count(range.getFound());
          Span.current().setAttribute(CACHE_HIT, range.getFound());
          return range;
        });
  }

  @Override
  public void sortedListRemove(
      SortedListRemoveRequest request, StreamObserver<SortedListRemoveResponse> observer) {
    answer(
        observer,
        connection -> {
          byte[] key = RequestLimits.key(request.getKey());
          byte[][] members = RequestLimits.members("members", request.getMembersList());
          long removed = members.length == 0 ? 0 : connection.zrem(key, members);
          return SortedListRemoveResponse.newBuilder().setRemoved((int) removed).build();
        });
  }

  @Override
  public void stats(StatsRequest request, StreamObserver<StatsResponse> observer) {
    answer(
        observer,
        connection -> {
          RedisInfo info = RedisInfo.parse(connection.info());
          return StatsResponse.newBuilder()
              .setKeys(connection.dbSize())
              .setUsedBytes(info.number("used_memory"))
              .setCapacityBytes(info.number("maxmemory"))
              .setHits(info.number("keyspace_hits"))
              .setMisses(info.number("keyspace_misses"))
              .setEvictions(info.number("evicted_keys"))
              .setExpirations(info.number("expired_keys"))
              .setEvictionPolicy(info.text("maxmemory_policy"))
              .build();
        });
  }
}
