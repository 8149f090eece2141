package dev.orrery.dns.edge.tcp;

import dev.orrery.dns.core.query.QueryHandler;
import dev.orrery.dns.core.query.QueryProcessor.Response;
import dev.orrery.dns.core.query.QueryProcessor.Transport;
import dev.orrery.runtime.lifecycle.Faults;
import dev.orrery.runtime.net.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// The TCP listener. Queries of one connection may be pipelined; each is answered when its answer
/// is ready, which the client tells apart by their ids (RFC 7766 §6.2.1.1).
///
/// Bounds: so many connections (one more is closed at once), so long without a query (then closed),
/// and a client that does not read its answers is not read either, until it does.
public final class StreamEdge {
  private static final int LENGTH_OCTETS = 2;
  private static final int MAXIMUM_QUERY = 65_535;

  /// What bounds the connections.
  ///
  /// @param idle how long a connection may go without a whole query
  public record Limits(int connections, Duration idle) {}

  private final Channel listener;
  private final ChannelGroup connections;

  private StreamEdge(Channel listener, ChannelGroup connections) {
    this.listener = listener;
    this.connections = connections;
  }

  /// Binds.
  ///
  /// @param faults a partition closes connections, a delay holds answers back
  /// @param observer told of every answer, on an event loop
  /// @throws IOException when the port is taken
  @SuppressWarnings("FutureReturnValueIgnored")
  public static StreamEdge bind(
      EventLoops loops,
      InetSocketAddress address,
      QueryHandler handler,
      Limits limits,
      Faults faults,
      BiConsumer<Response, Transport> observer)
      throws IOException {
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverChannel())
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    connections.add(connection);
                    if (connections.size() > limits.connections() || faults.partitioned()) {
                      connection.close();
                      return;
                    }
                    connection
                        .pipeline()
                        .addLast(
                            new LengthFieldBasedFrameDecoder(
                                MAXIMUM_QUERY + LENGTH_OCTETS, 0, LENGTH_OCTETS, 0, LENGTH_OCTETS))
                        .addLast(
                            new IdleStateHandler(
                                0, 0, limits.idle().toMillis(), TimeUnit.MILLISECONDS))
                        .addLast(new Handler(handler, faults, observer));
                  }
                });
    try {
      return new StreamEdge(bootstrap.bind(address).syncUninterruptibly().channel(), connections);
    } catch (Exception failure) {
      throw new IOException("TCP " + address + ": " + failure.getMessage(), failure);
    }
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  public void close() {
    listener.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly();
  }

  /// Ignores the futures of writes and closes: what fails there ends the connection, and with it
  /// them.
  @SuppressWarnings("FutureReturnValueIgnored")
  private static final class Handler extends SimpleChannelInboundHandler<ByteBuf> {
    private final QueryHandler handler;
    private final Faults faults;
    private final BiConsumer<Response, Transport> observer;

    /// Whether a batch of queries is being read, whose answers are flushed together.
    private boolean reading;

    Handler(QueryHandler handler, Faults faults, BiConsumer<Response, Transport> observer) {
      this.handler = handler;
      this.faults = faults;
      this.observer = observer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
      byte[] query = new byte[frame.readableBytes()];
      frame.readBytes(query);
      if (faults.partitioned()) {
        context.close();
        return;
      }
      reading = true;
      handler.handle(
          query,
          query.length,
          Transport.TCP,
          response -> {
            if (context.executor().inEventLoop()) {
              answer(context, response);
            } else {
              context.executor().execute(() -> answer(context, response));
            }
          });
    }

    private void answer(ChannelHandlerContext context, Optional<Response> response) {
      if (response.isEmpty()) {
        context.close(); // who sends what is no query has lost its place in the stream
        return;
      }
      observer.accept(response.get(), Transport.TCP);
      byte[] packet = response.get().packet();
      ByteBuf out = context.alloc().buffer(LENGTH_OCTETS + packet.length);
      out.writeShort(packet.length).writeBytes(packet);
      long delay = faults.delayMillis();
      if (delay > 0) {
        context.executor().schedule(() -> context.writeAndFlush(out), delay, TimeUnit.MILLISECONDS);
      } else if (reading) {
        context.write(out);
      } else {
        context.writeAndFlush(out);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      reading = false;
      context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      context.channel().config().setAutoRead(context.channel().isWritable());
      context.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof IdleStateEvent) {
        context.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
