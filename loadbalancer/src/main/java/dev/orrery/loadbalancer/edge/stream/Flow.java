package dev.orrery.loadbalancer.edge.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.AbstractEpollStreamChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One direction of a session: everything read from the source is written to the sink.
///
/// ```
///   WAITING ──sink──► COPYING ──64 KiB──► SPLICING
///                        │                   │ the source has ended
///                        │ end               ▼
///                        └──────► ENDED ◄── DRAINING what the socket still holds
/// ```
///
/// **Why draining.** The kernel tells that the source has ended (EPOLLRDHUP) as soon as its FIN is
/// there, also while bytes before it are unread; the transport then stops splicing. A Linux socket
/// whose reading side is shut still gives what it holds, so that is read here, by hand, to its end.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends in channelInactive
final class Flow extends ChannelDuplexHandler {
  /// Bytes copied before splicing begins: a pipe costs two descriptors, and short exchanges are the
  /// most.
  static final long COPIED_FIRST = 64 * 1024;

  private static final int DRAIN_BYTES = 64 * 1024;

  private enum Phase {
    WAITING,
    COPYING,
    SPLICING,
    DRAINING,
    ENDED
  }

  private final Session session;
  private final Channel source;
  private final Deque<ByteBuf> early = new ArrayDeque<>();
  private Phase phase = Phase.WAITING;
  private boolean sourceEnded;
  private long copied;
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
      copied += read.readableBytes();
      target.write(read, target.voidPromise());
    }
    target.flush();
    if (sourceEnded) {
      end();
    } else {
      reading(target.isWritable());
    }
  }

  boolean hasEnded() {
    return phase == Phase.ENDED;
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
    copied += bytes.readableBytes();
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
    } else if (copied >= COPIED_FIRST && !sourceEnded) {
      splice(to);
    }
  }

  /// Netty has deprecated splicing without a replacement; it stays for what it saves.
  @SuppressWarnings({"deprecation", "FutureReturnValueIgnored"})
  private void splice(Channel to) {
    if (source instanceof AbstractEpollStreamChannel from
        && to instanceof AbstractEpollStreamChannel epollSink) {
      phase = Phase.SPLICING;
      from.spliceTo(epollSink, Integer.MAX_VALUE)
          .addListener(spliced -> {
            if (!spliced.isSuccess()) {
              // The error is told here and nowhere else: the socket now only says that it ended.
              session.abort();
            }
          });
    }
  }

  /// The sink, which is the source of the way back, takes more again, or no more.
  private void sinkWritable(boolean writable) {
    if (phase == Phase.COPYING && !sourceEnded) {
      reading(writable);
    } else if (phase == Phase.DRAINING && writable) {
      drain();
    }
  }

  /// While splicing, the transport turns reading off and on by itself.
  private void reading(boolean on) {
    if (source.config().isAutoRead() != on) {
      source.config().setAutoRead(on);
    }
  }

  /// A source that has ended is never ready and always readable: reading it would turn for ever.
  @Override
  public void read(ChannelHandlerContext context) {
    if (phase != Phase.DRAINING && phase != Phase.ENDED) {
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
      if (phase == Phase.SPLICING) {
        phase = Phase.DRAINING;
        reading(false);
        drain();
      } else if (phase == Phase.COPYING) {
        end();
      }
    }
  }

  /// Writes what the source's socket still holds, as far as the sink takes it.
  private void drain() {
    Channel to = sink;
    if (to == null || !(source instanceof AbstractEpollStreamChannel from)) {
      return;
    }
    try {
      while (to.isWritable()) {
        ByteBuf bytes = to.alloc().directBuffer(DRAIN_BYTES);
        int count = from.fd().read(bytes.internalNioBuffer(0, DRAIN_BYTES), 0, DRAIN_BYTES);
        if (count <= 0) {
          bytes.release();
          end();
          return;
        }
        to.writeAndFlush(bytes.writerIndex(count), to.voidPromise());
      }
    } catch (IOException broken) {
      session.abort();
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
