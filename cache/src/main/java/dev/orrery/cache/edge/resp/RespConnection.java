package dev.orrery.cache.edge.resp;

import dev.orrery.cache.core.command.Client;
import dev.orrery.cache.core.command.CommandProcessor;
import dev.orrery.cache.core.command.Connection;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.command.Server;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// One client's connection: reads a batch, runs its commands under one lock, writes their replies
/// at once. All methods of the handler run on the connection's event loop; those of [Connection]
/// may be called from anywhere.
// What a failed write means arrives as channelInactive; its future tells nothing more.
@SuppressWarnings("FutureReturnValueIgnored")
final class RespConnection extends ChannelInboundHandlerAdapter implements Connection {
  /// The array that a batch is read into, one for each event loop: what is left of a batch is
  /// copied.
  private static final ThreadLocal<byte[]> INPUT =
      ThreadLocal.withInitial(() -> new byte[64 << 10]);

  private final Server server;
  private final CommandProcessor processor;
  private final RespLimits limits;
  private final Channel channel;
  private final RequestDecoder decoder;
  private final Client client;
  private final AtomicBoolean waking = new AtomicBoolean();

  RespConnection(Server server, RespLimits limits, Channel channel) {
    this.server = server;
    this.processor = new CommandProcessor(server);
    this.limits = limits;
    this.channel = channel;
    this.decoder = new RequestDecoder(server.settings().maximumBulk.value(), limits.requestBytes());
    this.client = server.connect(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf buffer = (ByteBuf) message;
    byte[] input = INPUT.get();
    try {
      while (buffer.isReadable() && !client.isClosing()) {
        int length = Math.min(buffer.readableBytes(), input.length);
        buffer.readBytes(input, 0, length);
        decoder.feed(input, length);
        runCommands();
        decoder.keepRest(input);
      }
    } finally {
      buffer.release();
    }
  }

  /// Runs what has arrived, until the client must wait or is to be closed.
  private void runCommands() {
    server.databases().enter();
    try {
      processor.resume(client);
      boolean more = true;
      while (more && !client.isBlocked() && !client.isClosing()) {
        decoder.setMaximumBulk(server.settings().maximumBulk.value());
        decoder.setStranger(processor.mustAuthenticate(client));
        switch (decoder.next()) {
          case COMMAND -> processor.process(client, decoder.arguments());
          case INCOMPLETE -> more = false;
          case BROKEN -> {
            client.reply().error("ERR Protocol error: " + decoder.error());
            client.closeAfterReply();
          }
        }
      }
    } finally {
      server.databases().exit();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    send();
    // A client that waits may send on; what it sends is not read but for a little.
    if (client.isBlocked() && decoder.pending() > limits.blockedInputBytes()) {
      channel.config().setAutoRead(false);
    }
  }

  /// Hands what was replied to the network.
  private void send() {
    ByteBuf out = null;
    boolean closing;
    server.databases().enter();
    try {
      ReplyWriter reply = client.reply();
      if (reply.length() > 0) {
        out = channel.alloc().buffer(reply.length());
        out.writeBytes(reply.array(), 0, reply.length());
        reply.clear();
      }
      closing = client.isClosing() && !client.isBlocked();
    } finally {
      server.databases().exit();
    }
    if (out != null) {
      var written = channel.writeAndFlush(out);
      if (closing) {
        written.addListener(ChannelFutureListener.CLOSE);
      } else if (outputBytes() > limits.outputBytes()) {
        // A reader too slow for what it asks: it is cut off, the server is not.
        channel.close();
      }
    } else if (closing) {
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    server.disconnect(client);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    channel.close();
  }

  @Override
  public void wake() {
    if (waking.compareAndSet(false, true)) {
      channel.eventLoop().execute(this::woken);
    }
  }

  private void woken() {
    waking.set(false);
    if (!channel.isActive()) {
      return;
    }
    runCommands();
    send();
    channel.config().setAutoRead(true);
  }

  @Override
  public void cut() {
    channel.close();
  }

  @Override
  public void schedule(long delayMillis, Runnable task) {
    channel.eventLoop().schedule(task, delayMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public long outputBytes() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes();
  }

  @Override
  public String remoteAddress() {
    return text(channel.remoteAddress());
  }

  @Override
  public String localAddress() {
    return text(channel.localAddress());
  }

  private static String text(Object address) {
    return address instanceof InetSocketAddress socket
        ? socket.getAddress().getHostAddress() + ":" + socket.getPort()
        : String.valueOf(address);
  }
}
