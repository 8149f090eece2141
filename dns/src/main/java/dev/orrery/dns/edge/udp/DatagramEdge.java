package dev.orrery.dns.edge.udp;

import dev.orrery.dns.core.query.QueryHandler;
import dev.orrery.dns.core.query.QueryProcessor.Response;
import dev.orrery.dns.core.query.QueryProcessor.Transport;
import dev.orrery.runtime.lifecycle.Faults;
import dev.orrery.runtime.net.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// The UDP socket. A query is handled on the event loop that read it, and must not block it.
/// Answers that are ready at once are flushed once a batch of reads.
///
/// When the socket's send buffer is full, answers are dropped, as UDP may: a client asks again.
public final class DatagramEdge {
  /// Octets of the largest query taken; a larger datagram is cut and then malformed.
  public static final int MAXIMUM_QUERY = 4_096;

  /// Answers that an injected delay holds back, at most; more are dropped.
  public static final int MAXIMUM_DELAYED = 10_000;

  private static final int SMALLEST_READ = 512;
  private static final int READS_A_BATCH = 64;

  private final Channel channel;

  private DatagramEdge(Channel channel) {
    this.channel = channel;
  }

  /// Binds.
  ///
  /// @param faults a partition makes queries vanish, a delay holds answers back
  /// @param observer told of every answer, on the event loop
  /// @throws IOException when the port is taken
  public static DatagramEdge bind(
      EventLoops loops,
      InetSocketAddress address,
      QueryHandler handler,
      Faults faults,
      BiConsumer<Response, Transport> observer)
      throws IOException {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loops.group())
            .channel(loops.datagramChannel())
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(SMALLEST_READ, SMALLEST_READ, MAXIMUM_QUERY)
                    .maxMessagesPerRead(READS_A_BATCH))
            .handler(new Handler(handler, faults, observer));
    try {
      return new DatagramEdge(bootstrap.bind(address).syncUninterruptibly().channel());
    } catch (Exception failure) {
      throw new IOException("UDP " + address + ": " + failure.getMessage(), failure);
    }
  }

  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  public void close() {
    channel.close().awaitUninterruptibly();
  }

  /// Ignores the futures of writes: an answer that is lost is asked for again.
  @SuppressWarnings("FutureReturnValueIgnored")
  private static final class Handler extends SimpleChannelInboundHandler<DatagramPacket> {
    private final QueryHandler handler;
    private final Faults faults;
    private final BiConsumer<Response, Transport> observer;
    private final byte[] query = new byte[MAXIMUM_QUERY];
    private int delayed;

    /// Whether a batch of packets is being read, whose answers are flushed together.
    private boolean reading;

    Handler(QueryHandler handler, Faults faults, BiConsumer<Response, Transport> observer) {
      this.handler = handler;
      this.faults = faults;
      this.observer = observer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      if (packet.sender().getPort() == 0 || faults.partitioned()) {
        return;
      }
      int length = Math.min(packet.content().readableBytes(), MAXIMUM_QUERY);
      packet.content().readBytes(query, 0, length);
      InetSocketAddress client = packet.sender();
      reading = true;
      handler.handle(
          query,
          length,
          Transport.UDP,
          response -> {
            if (response.isPresent() && context.executor().inEventLoop()) {
              answer(context, response.get(), client);
            } else if (response.isPresent()) {
              context.executor().execute(() -> answer(context, response.get(), client));
            }
          });
    }

    private void answer(
        ChannelHandlerContext context, Response response, InetSocketAddress client) {
      if (!context.channel().isWritable()) {
        return;
      }
      observer.accept(response, Transport.UDP);
      DatagramPacket out = new DatagramPacket(Unpooled.wrappedBuffer(response.packet()), client);
      long delay = faults.delayMillis();
      if (delay == 0 && reading) {
        context.write(out, context.voidPromise());
      } else if (delay == 0) {
        context.writeAndFlush(out, context.voidPromise());
      } else if (delayed < MAXIMUM_DELAYED) {
        delayed++;
        context
            .executor()
            .schedule(
                () -> {
                  delayed--;
                  context.writeAndFlush(out, context.voidPromise());
                },
                delay,
                TimeUnit.MILLISECONDS);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      reading = false;
      context.flush();
    }

    /// A client that is gone makes the kernel report "connection refused" here; the next one waits.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!(cause instanceof IOException)) {
        context.fireExceptionCaught(cause);
      }
    }
  }
}
