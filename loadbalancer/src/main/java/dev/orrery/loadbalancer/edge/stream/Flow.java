package dev.orrery.loadbalancer.edge.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One direction of a session: everything read from the source is written to the sink.
///
/// ```
///   WAITING ──sink──► COPYING ──the source has ended──► ENDED ──all is written──► told
/// ```
///
/// What the sink does not take holds the source: it is read again when the sink has room.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends in channelInactive
final class Flow extends ChannelDuplexHandler {
  private enum Phase {
    WAITING,
    COPYING,
    ENDED
  }

  private final Session session;
  private final Channel source;
  private final Deque<ByteBuf> early = new ArrayDeque<>();
  private Phase phase = Phase.WAITING;
  private boolean sourceEnded;
  private boolean told;
  private @Nullable Flow back;
  private @Nullable Channel sink;

  Flow(Session session, Channel source) {
    this.session = session;
    this.source = source;
  }

  /// Begins to carry.
  ///
  /// @param opposite the flow whose source is `target`
  void start(Channel target, Flow opposite) {
    sink = target;
    back = opposite;
    phase = Phase.COPYING;
    ByteBuf read;
    while ((read = early.poll()) != null) {
      target.write(read, target.voidPromise());
    }
    target.flush();
    if (sourceEnded) {
      end();
    } else {
      reading(target.isWritable());
    }
  }

  /// All that the source sent was read; some of it may still wait for the sink.
  boolean hasRead() {
    return phase == Phase.ENDED;
  }

  /// All of it has left for the sink, and with it the end; or the sink is gone.
  boolean hasEnded() {
    return told;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    session.moved();
    Channel to = sink;
    if (to == null) {
      early.add(bytes);
      return;
    }
    to.write(bytes, to.voidPromise());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    session.moved();
    Channel to = sink;
    if (to == null || phase != Phase.COPYING) {
      return;
    }
    to.flush();
    if (!to.isWritable()) {
      reading(false);
    }
  }

  /// The sink, which is the source of the way back, takes more again, or no more.
  private void sinkWritable(boolean writable) {
    if (phase == Phase.COPYING && !sourceEnded) {
      reading(writable);
    }
  }

  private void reading(boolean on) {
    if (source.config().isAutoRead() != on) {
      source.config().setAutoRead(on);
    }
  }

  /// A source that has ended is never ready and always readable: reading it would turn for ever.
  @Override
  public void read(ChannelHandlerContext context) {
    if (phase != Phase.ENDED) {
      context.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    boolean ended =
        event instanceof ChannelInputShutdownEvent
            || event instanceof ChannelInputShutdownReadComplete;
    if (ended && !sourceEnded) {
      session.moved();
      sourceEnded = true;
      if (phase == Phase.COPYING) {
        end();
      }
    }
  }

  /// All is written: the sink's end is told once it is sent.
  private void end() {
    Channel to = sink;
    if (to == null) {
      return;
    }
    phase = Phase.ENDED;
    to.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(sent -> {
          if (sent.isSuccess() && to.isActive()) {
            ((DuplexChannel) to).shutdownOutput();
          }
          told = true;
          session.flowEnded();
        });
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (back != null) {
      back.sinkWritable(context.channel().isWritable());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    early.forEach(ByteBuf::release);
    early.clear();
    session.closed(this);
  }

  /// A reset, or a write to a socket that is gone.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    session.abort();
  }
}
