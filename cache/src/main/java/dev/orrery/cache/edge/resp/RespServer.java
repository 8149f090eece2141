package dev.orrery.cache.edge.resp;

import dev.orrery.cache.core.command.Server;
import dev.orrery.runtime.net.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// Listens for clients of Redis's protocol. They all run on one event loop: commands run one after
/// another anyway, and so the lock of the keyspace never changes hands between them.
@SuppressWarnings("FutureReturnValueIgnored")
public final class RespServer implements AutoCloseable {
  private static final int BACKLOG = 1_024;
  private static final int READ_BYTES = 64 << 10;

  private final Server server;
  private final RespLimits limits;
  private final EventLoop loop;
  private final ChannelGroup connections;
  private final Channel listener;

  private RespServer(Server server, RespLimits limits, EventLoops loops, String host, int port)
      throws IOException {
    this.server = server;
    this.limits = limits;
    this.loop = loops.group().next();
    this.connections = new DefaultChannelGroup(loop);
    var bound =
        new ServerBootstrap()
            .group(loop)
            .channel(loops.serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(512, 2_048, READ_BYTES))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel);
                  }
                })
            .bind(host, port)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on " + host + ":" + port + ": " + bound.cause().getMessage());
    }
    this.listener = bound.channel();
  }

  /// Binds the port; returns when clients can connect.
  ///
  /// @throws IOException when the address cannot be bound
  public static RespServer start(
      Server server, RespLimits limits, EventLoops loops, String host, int port)
      throws IOException {
    return new RespServer(server, limits, loops, host, port);
  }

  private void accept(Channel channel) {
    if (connections.size() >= limits.clients()) {
      byte[] refusal = "-ERR max number of clients reached\r\n".getBytes(StandardCharsets.US_ASCII);
      channel
          .writeAndFlush(Unpooled.wrappedBuffer(refusal))
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    connections.add(channel);
    channel.pipeline().addLast(new RespConnection(server, limits, channel));
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /// No new connections; those there are, are cut.
  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly();
  }
}
