package dev.orrery.adapters.redis;

import dev.orrery.runtime.rpc.RpcException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/// A bounded pool of connections to one Redis. Thread-safe.
final class RedisConnections implements AutoCloseable {
  private static final int MAXIMUM_CONNECTIONS = 32;
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

  private final JedisPool pool;
  private volatile boolean reachable = true;

  /// Connects at first use.
  RedisConnections(URI engine) {
    JedisPoolConfig bounds = new JedisPoolConfig();
    bounds.setMaxTotal(MAXIMUM_CONNECTIONS);
    bounds.setMaxIdle(MAXIMUM_CONNECTIONS);
    bounds.setMaxWait(ANSWER_TIMEOUT);
    bounds.setJmxEnabled(false);
    this.pool = new JedisPool(bounds, engine, (int) ANSWER_TIMEOUT.toMillis());
  }

  /// Runs `commands` on a connection of its own.
  ///
  /// @throws RpcException what Redis refused, as the contract puts it; UNAVAILABLE when Redis does
  ///   not answer, or no connection is free in time
  <R> R call(Function<Jedis, R> commands) {
    try (Jedis redis = pool.getResource()) {
      R answer = commands.apply(redis);
      reachable = true;
      return answer;
    } catch (JedisDataException refused) {
      throw refusal(refused);
    } catch (JedisConnectionException gone) {
      reachable = false;
      throw RpcException.unavailable("ENGINE_UNREACHABLE", "redis: " + gone.getMessage());
    } catch (JedisException busy) {
      throw RpcException.unavailable("ENGINE_BUSY", "redis: " + busy.getMessage());
    }
  }

  /// Whether the last call reached Redis.
  boolean reachable() {
    return reachable;
  }

  /// The first word of Redis's message tells the kind; `ERR` is told apart by what follows.
  static RpcException refusal(JedisDataException refused) {
    String message = String.valueOf(refused.getMessage());
    String kind = message.split(" ", 2)[0];
    return switch (kind) {
      case "WRONGTYPE" -> wrongType();
      case "OOM" -> RpcException.resourceExhausted("OUT_OF_MEMORY", message);
      case "LOADING", "MASTERDOWN", "READONLY", "CLUSTERDOWN", "MISCONF" ->
          RpcException.unavailable("ENGINE_" + kind, message);
      default ->
          message.contains("not an integer") || message.contains("overflow")
              ? RpcException.failedPrecondition("NOT_AN_INTEGER", message)
              : RpcException.failedPrecondition("ENGINE_REFUSED", "redis: " + message);
    };
  }

  static RpcException wrongType() {
    return RpcException.failedPrecondition("WRONG_TYPE", "the key holds the other type");
  }

  @Override
  public void close() {
    pool.close();
  }
}
