package dev.orrery.adapters.redis;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.orrery.cache.v1.Member;
import dev.orrery.cache.v1.SortedListAddRequest;
import dev.orrery.cache.v1.SortedListAddResponse;
import dev.orrery.cache.v1.SortedListRangeRequest;
import dev.orrery.cache.v1.SortedListRangeResponse;
import dev.orrery.runtime.rpc.RpcException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.resps.Tuple;

/// The contract's sorted lists on Redis's sorted sets.
final class RedisSortedLists {
  /// How often a change begins anew because somebody else changed the key meanwhile.
  private static final int ATTEMPTS = 64;

  private static final String NONE = "none";
  private static final String SORTED_SET = "zset";

  private RedisSortedLists() {}

  /// @throws RpcException FAILED_PRECONDITION when the key holds the other type, ABORTED when
  ///   others changed the key during all [#ATTEMPTS]
  static SortedListAddResponse change(Jedis redis, SortedListAddRequest request) {
    byte[] key = RequestLimits.key(request.getKey());
    byte[][] out = RequestLimits.members("remove_members", request.getRemoveMembersList());
    byte[] required = RequestLimits.value("required_member", request.getRequiredMember());
    IdentityHashMap<byte[], Double> in = members(request.getMembersList());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      redis.watch(key);
      String type = redis.type(key);
      if (!type.equals(NONE) && !type.equals(SORTED_SET)) {
        redis.unwatch();
        throw RedisConnections.wrongType();
      }
      boolean holds =
          switch (request.getPrecondition()) {
            case PRECONDITION_UNSPECIFIED -> true;
            case PRECONDITION_KEY_EXISTS -> type.equals(SORTED_SET);
            case PRECONDITION_MEMBER_EXISTS -> redis.zscore(key, required) != null;
            case UNRECOGNIZED ->
                throw RpcException.invalidArgument("precondition", "is none of the known");
          };
      if (!holds) {
        redis.unwatch();
        return SortedListAddResponse.newBuilder().setLength((int) redis.zcard(key)).build();
      }
      try (Transaction together = redis.multi()) {
        Response<Long> added = apply(together, key, out, in, request);
        Response<Long> length = together.zcard(key);
        if (done(together.exec())) {
          return SortedListAddResponse.newBuilder()
              .setApplied(true)
              .setAdded(added == null ? 0 : added.get().intValue())
              .setLength(length.get().intValue())
              .build();
        }
      }
    }
    throw RpcException.aborted(
        "CONTENTION", "the key was changed by others during " + ATTEMPTS + " attempts");
  }

  private static @Nullable Response<Long> apply(
      Transaction together,
      byte[] key,
      byte[][] out,
      IdentityHashMap<byte[], Double> in,
      SortedListAddRequest request) {
    if (out.length > 0) {
      together.zrem(key, out);
    }
    Response<Long> added = in.isEmpty() ? null : together.zadd(key, in);
    int length = RequestLimits.count(request.getMaxLength());
    if (length > 0) {
      together.zremrangeByRank(key, 0, -(length + 1L));
    }
    if (request.getTtlMillis() != 0) {
      together.pexpire(key, RequestLimits.timeToLive(request.getTtlMillis()));
    }
    return added;
  }

  /// Members in the request's order; one that is named twice has its last score, as in ZADD.
  private static IdentityHashMap<byte[], Double> members(List<Member> members) {
    RequestLimits.atMost("members", members.size(), RequestLimits.MAXIMUM_MEMBERS);
    Map<ByteString, Double> scores = new HashMap<>();
    for (Member member : members) {
      RequestLimits.value("members.member", member.getMember());
      scores.put(member.getMember(), RequestLimits.score("members.score", member.getScore()));
    }
    IdentityHashMap<byte[], Double> arrays =
        new IdentityHashMap<>(); // a list of pairs, as the client takes it
    scores.forEach((member, score) -> arrays.put(member.toByteArray(), score));
    return arrays;
  }

  /// Whether the transaction took place: Redis answers null when a watched key has changed.
  private static boolean done(@Nullable List<Object> answers) {
    if (answers == null) {
      return false;
    }
    for (Object answer : answers) {
      if (answer instanceof JedisDataException refused) {
        throw refused;
      }
    }
    return true;
  }

  static SortedListRangeResponse range(Jedis redis, SortedListRangeRequest request) {
    byte[] key = RequestLimits.key(request.getKey());
    RequestLimits.atMost("limit", request.getLimit(), RequestLimits.MAXIMUM_MEMBERS);
    int limit = request.getLimit() == 0 ? RequestLimits.MAXIMUM_MEMBERS : request.getLimit();
    try (Transaction together = redis.multi()) {
      Response<Long> length = together.zcard(key);
      Response<List<Tuple>> members =
          request.hasMinScore() || request.hasMaxScore()
              ? byScore(together, key, request, limit)
              : byRank(together, key, request, limit);
      done(together.exec());
      SortedListRangeResponse.Builder response =
          SortedListRangeResponse.newBuilder()
              .setFound(length.get() > 0)
              .setLength(length.get().intValue());
      long bytes = 0;
      for (Tuple tuple : members.get()) {
        byte[] member = tuple.getBinaryElement();
        bytes += member.length;
        response.addMembers(
            Member.newBuilder()
                .setMember(UnsafeByteOperations.unsafeWrap(member))
                .setScore(tuple.getScore()));
      }
      RequestLimits.answerFits(bytes);
      return response.build();
    }
  }

  private static Response<List<Tuple>> byRank(
      Transaction together, byte[] key, SortedListRangeRequest request, int limit) {
    long first = RequestLimits.count(request.getOffset());
    long last = first + limit - 1;
    return request.getDescending()
        ? together.zrevrangeWithScores(key, first, last)
        : together.zrangeWithScores(key, first, last);
  }

  private static Response<List<Tuple>> byScore(
      Transaction together, byte[] key, SortedListRangeRequest request, int limit) {
    double least =
        request.hasMinScore()
            ? RequestLimits.score("min_score", request.getMinScore())
            : Double.NEGATIVE_INFINITY;
    double most =
        request.hasMaxScore()
            ? RequestLimits.score("max_score", request.getMaxScore())
            : Double.POSITIVE_INFINITY;
    int offset = RequestLimits.count(request.getOffset());
    return request.getDescending()
        ? together.zrevrangeByScoreWithScores(key, most, least, offset, limit)
        : together.zrangeByScoreWithScores(key, least, most, offset, limit);
  }
}
