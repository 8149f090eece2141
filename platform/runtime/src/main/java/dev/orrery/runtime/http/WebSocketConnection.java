package dev.orrery.runtime.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// An open WebSocket: frames from the event loop wait in a bounded queue for the thread that runs
/// the handler.
// What a failed write or close means arrives as channelInactive; its future tells nothing more.
@SuppressWarnings("FutureReturnValueIgnored")
final class WebSocketConnection extends ChannelInboundHandlerAdapter implements WebSocket {

  private sealed interface Event {
    record Text(String text) implements Event {}

    final class Binary implements Event {
      private final byte[] data;

      Binary(byte[] data) {
        this.data = data;
      }
    }

    record Closed(int code, String reason) implements Event {}
  }

  private static final int QUEUE_BYTES = 64 * 1024;
  // What a queued message costs beyond its content.
  private static final int EVENT_OVERHEAD = 64;
  private static final int INVALID_PAYLOAD = 1007;
  private static final int TOO_BIG = 1009;
  private static final int NO_STATUS = 1005;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final ServerContext server;
  private final Channel channel;
  private final HttpRequest request;
  private final WriteGate gate;
  private final Deadline deadline;
  private final AtomicBoolean closing = new AtomicBoolean();
  // Event loop only: a ping is out and nothing has come since.
  private boolean pinged;

  // Guards the queue.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private int queuedBytes;

  WebSocketConnection(ServerContext server, Channel channel, HttpRequest request) {
    this.server = server;
    this.channel = channel;
    this.request = request;
    this.gate = new WriteGate(channel, server.limits().writeTimeout());
    this.deadline = new Deadline(channel.eventLoop(), this::idle);
  }

  /// Calls the handler until the socket has ended; `onClose` is the last call, however it ended.
  void run(WebSocketHandler handler) {
    Event.Closed end = new Event.Closed(ABNORMAL, "");
    try {
      end = serve(handler);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      close(GOING_AWAY, "");
    } catch (IOException gone) {
      close(SERVER_ERROR, "");
    } catch (Exception failed) {
      server.failureListener().accept(request, failed);
      close(SERVER_ERROR, "");
    }
    try {
      handler.onClose(this, end.code(), end.reason());
    } catch (Exception failed) {
      server.failureListener().accept(request, failed);
    }
  }

  private Event.Closed serve(WebSocketHandler handler) throws Exception {
    handler.onOpen(this);
    while (true) {
      switch (next()) {
        case Event.Text(String text) -> handler.onText(this, text);
        case Event.Binary binary -> handler.onBinary(this, binary.data);
        case Event.Closed closed -> {
          return closed;
        }
      }
    }
  }

  private Event next() throws InterruptedException {
    lock.lock();
    try {
      while (events.isEmpty()) {
        arrived.await();
      }
      Event event = events.remove();
      boolean wasFull = queuedBytes >= QUEUE_BYTES;
      queuedBytes -= cost(event);
      if (wasFull && queuedBytes < QUEUE_BYTES) {
        channel.config().setAutoRead(true);
      }
      return event;
    } finally {
      lock.unlock();
    }
  }

  private void queue(Event event) {
    lock.lock();
    try {
      events.add(event);
      queuedBytes += cost(event);
      if (queuedBytes >= QUEUE_BYTES) {
        channel.config().setAutoRead(false);
      }
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  private static int cost(Event event) {
    return EVENT_OVERHEAD
        + switch (event) {
          case Event.Text(String text) -> 2 * text.length();
          case Event.Binary binary -> binary.data.length;
          case Event.Closed closed -> 0;
        };
  }

  // ---- the event loop's side

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    deadline.arm(server.limits().idleTimeout());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      pinged = false;
      if (message instanceof WebSocketFrame frame) {
        frame(frame);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void frame(WebSocketFrame frame) {
    if (!closing.get()) {
      deadline.arm(server.limits().idleTimeout());
    }
    switch (frame) {
      case TextWebSocketFrame text -> {
        try {
          queue(
              new Event.Text(
                  StandardCharsets.UTF_8
                      .newDecoder()
                      .decode(text.content().nioBuffer())
                      .toString()));
        } catch (CharacterCodingException notUtf8) {
          close(INVALID_PAYLOAD, "text is not UTF-8");
        }
      }
      case BinaryWebSocketFrame binary ->
          queue(new Event.Binary(ByteBufUtil.getBytes(binary.content())));
      case PingWebSocketFrame ping -> {
        // A client that pings and does not read its pongs gets none.
        if (channel.isWritable()) {
          channel.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
      }
      case CloseWebSocketFrame close -> {
        int code = close.statusCode() < 0 ? NO_STATUS : close.statusCode();
        queue(new Event.Closed(code, close.reasonText()));
        if (closing.compareAndSet(false, true)) {
          channel.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
        } else {
          channel.close();
        }
      }
      default -> {}
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ServerContext.DRAIN) {
      close(GOING_AWAY, "the server goes down");
    } else if (event instanceof ChannelInputShutdownEvent) {
      channel.close();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    gate.signal();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closing.set(true);
    deadline.disarm();
    gate.signal();
    // After a close frame the handler has left already, and this is read by nobody.
    queue(new Event.Closed(ABNORMAL, ""));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof TooLongFrameException) {
      close(TOO_BIG, "the message is too big");
    } else {
      channel.close();
    }
  }

  private void idle() {
    if (closing.get() || pinged) {
      channel.close();
    } else {
      pinged = true;
      channel.writeAndFlush(new PingWebSocketFrame());
      deadline.arm(server.limits().idleTimeout());
    }
  }

  // ---- the handler's side

  @Override
  public HttpRequest request() {
    return request;
  }

  @Override
  public void send(String text) throws IOException {
    send(new TextWebSocketFrame(text));
  }

  @Override
  public void send(byte[] data) throws IOException {
    send(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(data)));
  }

  private void send(WebSocketFrame frame) throws IOException {
    if (!isOpen()) {
      frame.release();
      throw new IOException("the socket is closed");
    }
    channel.writeAndFlush(frame);
    gate.await();
  }

  @Override
  public void close(int code, String reason) {
    if (closing.compareAndSet(false, true)) {
      channel
          .eventLoop()
          .execute(() -> {
            channel.config().setAutoRead(true);
            channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
            deadline.arm(CLOSE_TIMEOUT);
          });
    }
  }

  @Override
  public boolean isOpen() {
    return !closing.get() && channel.isActive();
  }
}
