package dev.orrery.loadbalancer.edge.stream;

import dev.orrery.loadbalancer.core.backend.BackendPool;
import dev.orrery.runtime.lifecycle.Faults;
import dev.orrery.runtime.net.EventLoops;
import dev.orrery.runtime.telemetry.Log;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A port of layer 4: accepts clients, and ends what it accepted. Its methods may be called from
/// any thread but those of the event loops.
public final class StreamListener {
  private static final int BACKLOG = 1024;
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration END_WAIT = Duration.ofSeconds(5);

  private final String name;
  private final Class<? extends Channel> clientChannel;
  private final BackendPool pool;
  private final StreamLimits limits;
  private final Faults faults;
  private final Log log;
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final Channel server;

  private StreamListener(
      String name,
      EventLoops loops,
      InetSocketAddress address,
      BackendPool pool,
      StreamLimits limits,
      Faults faults,
      Log log)
      throws IOException {
    this.name = name;
    this.clientChannel = loops.clientChannel();
    this.pool = pool;
    this.limits = limits;
    this.faults = faults;
    this.log = log;
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + address + ": " + bound.cause().getMessage());
    }
    this.server = bound.channel();
  }

  /// Binds, and serves.
  ///
  /// @param name what it is called, also as a port
  /// @throws IOException when the address is taken
  public static StreamListener bind(
      String name,
      EventLoops loops,
      InetSocketAddress address,
      BackendPool pool,
      StreamLimits limits,
      Faults faults,
      Log log)
      throws IOException {
    return new StreamListener(name, loops, address, pool, limits, faults, log);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the client is not served
  private void accept(Channel channel) {
    if (count.incrementAndGet() > limits.connections()) {
      count.decrementAndGet();
      channel.close();
      return;
    }
    Session session = new Session(this, channel);
    sessions.add(session);
    session.accept();
  }

  void ended(Session session) {
    if (sessions.remove(session)) {
      count.decrementAndGet();
    }
  }

  public String name() {
    return name;
  }

  /// The port really bound.
  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /// Sessions under way.
  public int sessions() {
    return count.get();
  }

  BackendPool pool() {
    return pool;
  }

  StreamLimits limits() {
    return limits;
  }

  Class<? extends Channel> clientChannel() {
    return clientChannel;
  }

  Faults faults() {
    return faults;
  }

  Log log() {
    return log;
  }

  /// Accepts no more, lets sessions end by themselves for so long, then resets what is left.
  public void drain(Duration within) {
    server.close().awaitUninterruptibly();
    awaitNone(within);
    kill();
  }

  /// Resets everything at once.
  public void kill() {
    server.close().awaitUninterruptibly();
    sessions.forEach(Session::stop);
    awaitNone(END_WAIT);
  }

  private void awaitNone(Duration within) {
    long end = System.nanoTime() + within.toNanos();
    try {
      while (count.get() > 0 && System.nanoTime() - end < 0) {
        Thread.sleep(POLL);
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }
}
