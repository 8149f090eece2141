package dev.orrery.loadbalancer.edge.http;

import dev.orrery.runtime.http.Problem;
import dev.orrery.runtime.net.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Accepts clients, and ends what it accepted. Its methods may be called from any thread but those
/// of the event loops.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in channelInactive
public final class HttpListener {
  private static final int BACKLOG = 1024;
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration LOOP_WAIT = Duration.ofSeconds(5);

  private final Proxy proxy;
  private final Map<EventExecutor, LoopState> loops;
  private final Channel server;

  private HttpListener(Proxy proxy, Map<EventExecutor, LoopState> loops, Channel server) {
    this.proxy = proxy;
    this.loops = loops;
    this.server = server;
  }

  /// Binds, and serves.
  ///
  /// @throws IOException when the address is taken
  public static HttpListener bind(EventLoops eventLoops, InetSocketAddress address, Proxy proxy)
      throws IOException {
    // Filled here and only read afterwards.
    Map<EventExecutor, LoopState> loops = new HashMap<>();
    for (EventExecutor executor : eventLoops.group()) {
      loops.put(executor, new LoopState((EventLoop) executor, proxy, eventLoops.clientChannel()));
    }
    ChannelFuture bound =
        new ServerBootstrap()
            .group(eventLoops.group())
            .channel(eventLoops.serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel, proxy, loops);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + address + ": " + bound.cause().getMessage());
    }
    loops.values().forEach(state -> state.loop.execute(state::start));
    return new HttpListener(proxy, loops, bound.channel());
  }

  private static void accept(Channel channel, Proxy proxy, Map<EventExecutor, LoopState> loops) {
    LoopState loop = loops.get(channel.eventLoop());
    if (loop == null) {
      throw new IllegalStateException("a channel on a strange loop");
    }
    if (proxy.connections.incrementAndGet() > proxy.config.maximumConnections()) {
      proxy.connections.decrementAndGet();
      byte[] body = Problem.of(503, "all connections are in use").json();
      String head =
          "HTTP/1.1 503 Service Unavailable\r\nContent-Type: "
              + Problem.MEDIA_TYPE
              + "\r\nContent-Length: "
              + body.length
              + "\r\nRetry-After: 1\r\nConnection: close\r\n\r\n";
      channel
          .writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.ISO_8859_1), body))
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    channel.pipeline().addLast(new ClientConnection(proxy, loop, channel));
  }

  /// The port really bound.
  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /// Accepts no more, lets the requests in flight end, then closes what is left.
  public void drain(Duration within) {
    proxy.drain();
    server.close().awaitUninterruptibly();
    long end = System.nanoTime() + within.toNanos();
    loops.values().forEach(state -> state.loop.execute(state::drain));
    try {
      while (proxy.connections.get() > 0 && System.nanoTime() - end < 0) {
        Thread.sleep(POLL);
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  /// Closes everything at once.
  public void kill() {
    proxy.drain();
    server.close().awaitUninterruptibly();
    loops
        .values()
        .forEach(state ->
            state
                .loop
                .submit(state::stop)
                .awaitUninterruptibly(LOOP_WAIT.toMillis(), TimeUnit.MILLISECONDS));
  }
}
