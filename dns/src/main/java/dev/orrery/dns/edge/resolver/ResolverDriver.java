package dev.orrery.dns.edge.resolver;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Octets;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.query.RecursiveProcessor.Resolving;
import dev.orrery.dns.core.resolver.Resolution;
import dev.orrery.dns.core.resolver.Resolver;
import dev.orrery.dns.core.resolver.ResolverInput;
import dev.orrery.dns.core.resolver.ResolverOutput;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.net.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Runs a resolver on one event loop, which is its lock: every input becomes a task there.
///
/// Each packet leaves from a socket of its own, connected to its server: the kernel draws the port,
/// and lets in only what comes back from that address.
@SuppressWarnings("FutureReturnValueIgnored") // what fails ends in Lost, or in the exchange's alarm
public final class ResolverDriver implements Resolving, AutoCloseable {
  private static final int LENGTH_OCTETS = 2;
  private static final int MAXIMUM_MESSAGE = 65_535;
  private static final long CLOSE_WAIT_SECONDS = 5;

  private final Resolver resolver;
  private final EventLoops loops;
  private final EventLoop loop;
  private final AddressMap addresses;
  private final Time time;
  private final LongConsumer packetsOut;

  // All below belong to the loop.
  private final Map<Long, Consumer<Resolution>> askers = new HashMap<>();
  private final Map<Long, Channel> sockets = new HashMap<>();
  private long asked;
  private boolean closed;
  private @Nullable ScheduledFuture<?> tick;

  /// @param packetsOut told what each answered question cost, on the event loop
  public ResolverDriver(
      Resolver resolver,
      EventLoops loops,
      AddressMap addresses,
      Time time,
      LongConsumer packetsOut) {
    this.resolver = resolver;
    this.loops = loops;
    this.loop = loops.group().next();
    this.addresses = addresses;
    this.time = time;
    this.packetsOut = packetsOut;
  }

  @Override
  public void resolve(Name name, RecordType type, Consumer<Resolution> answer) {
    loop.execute(() -> {
      if (!closed) {
        askers.put(asked, answer);
        step(new ResolverInput.Ask(asked++, name, type));
      }
    });
  }

  private void step(ResolverInput input) {
    if (!closed) {
      carryOut(resolver.step(input, time.monotonicNanos()));
      schedule();
    }
  }

  private void carryOut(List<ResolverOutput> outputs) {
    for (ResolverOutput output : outputs) {
      switch (output) {
        case ResolverOutput.Send send -> send(send);
        case ResolverOutput.Close(long exchange) ->
            Optional.ofNullable(sockets.remove(exchange)).ifPresent(Channel::close);
        case ResolverOutput.Answer(long asker, Resolution resolution) -> {
          packetsOut.accept(resolution.packetsOut());
          Consumer<Resolution> waiting = askers.remove(asker);
          if (waiting != null) {
            waiting.accept(resolution);
          }
        }
      }
    }
  }

  private void schedule() {
    if (tick != null) {
      tick.cancel(false);
      tick = null;
    }
    OptionalLong deadline = resolver.nextDeadline();
    if (deadline.isPresent()) {
      long wait = Math.max(0, deadline.getAsLong() - time.monotonicNanos());
      tick = loop.schedule(() -> step(new ResolverInput.Tick()), wait, TimeUnit.NANOSECONDS);
    }
  }

  private void send(ResolverOutput.Send send) {
    InetSocketAddress server = addresses.of(send.server());
    Bootstrap bootstrap = new Bootstrap().group(loop);
    if (send.tcp()) {
      bootstrap
          .channel(loops.clientChannel())
          .option(ChannelOption.TCP_NODELAY, true)
          .handler(
              new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel channel) {
                  channel
                      .pipeline()
                      .addLast(
                          new LengthFieldBasedFrameDecoder(
                              MAXIMUM_MESSAGE + LENGTH_OCTETS, 0, LENGTH_OCTETS, 0, LENGTH_OCTETS))
                      .addLast(new Inbound<>(ByteBuf.class, send.exchange(), frame -> frame));
                }
              });
    } else {
      bootstrap
          .channel(loops.datagramChannel())
          .handler(new Inbound<>(DatagramPacket.class, send.exchange(), DatagramPacket::content));
    }
    Channel channel =
        bootstrap
            .connect(server)
            .addListener(connected -> {
              if (connected.isSuccess()) {
                write(send);
              } else {
                step(new ResolverInput.Lost(send.exchange()));
              }
            })
            .channel();
    if (channel.isOpen()) {
      sockets.put(send.exchange(), channel);
    }
  }

  private void write(ResolverOutput.Send send) {
    Channel channel = sockets.get(send.exchange());
    if (channel == null) {
      return;
    }
    ByteBuf packet = Unpooled.wrappedBuffer(send.packet().toArray());
    channel.writeAndFlush(
        send.tcp()
            ? Unpooled.wrappedBuffer(
                Unpooled.buffer(LENGTH_OCTETS).writeShort(send.packet().length()), packet)
            : packet);
  }

  /// Cuts what is under way; clients are not answered.
  @Override
  public void close() {
    loop.submit(
            () -> {
              closed = true;
              if (tick != null) {
                tick.cancel(false);
              }
              sockets.values().forEach(Channel::close);
              sockets.clear();
              askers.clear();
            })
        .awaitUninterruptibly(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /// Takes in what comes back on one exchange.
  private final class Inbound<M> extends SimpleChannelInboundHandler<M> {
    private final long exchange;
    private final java.util.function.Function<M, ByteBuf> content;

    Inbound(Class<M> type, long exchange, java.util.function.Function<M, ByteBuf> content) {
      super(type);
      this.exchange = exchange;
      this.content = content;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, M message) {
      ByteBuf bytes = content.apply(message);
      byte[] packet = new byte[bytes.readableBytes()];
      bytes.readBytes(packet);
      step(new ResolverInput.Arrived(exchange, Octets.of(packet)));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (sockets.remove(exchange) != null) {
        step(new ResolverInput.Lost(exchange));
      }
    }

    /// "Connection refused" of a port nobody listens on, among others.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
