package dev.orrery.loadbalancer.edge.http;

import dev.orrery.loadbalancer.core.backend.BackendPool;
import dev.orrery.loadbalancer.core.message.HeadWriter;
import dev.orrery.loadbalancer.core.message.Target;
import dev.orrery.runtime.http.ChunkedDecoder;
import dev.orrery.runtime.http.MalformedRequestException;
import dev.orrery.runtime.http.Problem;
import dev.orrery.runtime.http.RequestHead;
import dev.orrery.runtime.http.RequestHeadParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A client's connection: takes requests from it one after the other, each to the end of its answer
/// before the next is looked at, so that pipelined requests are answered in order.
///
/// ```
///   HEAD ──complete──► BODY ──last byte──► ANSWER ──last byte──► HEAD …
///    │ malformed         │ malformed          │ 101
///    └──────► LINGER ◄───┘                    └────► TUNNEL
/// ```
///
/// Bytes that cannot be used yet stay in `pending`, and nothing more is read until they can be:
/// memory is bounded by one read, and the client is held back by TCP itself. In `LINGER` the answer
/// is sent and the sending side shut, while what still comes is thrown away for a moment: closing
/// at once would reset the connection and could destroy the answer on its way (RFC 9112 §9.6).
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in channelInactive
final class ClientConnection extends ChannelInboundHandlerAdapter {
  private static final Duration LINGER = Duration.ofSeconds(1);

  private enum Phase {
    HEAD,
    BODY,
    ANSWER,
    TUNNEL,
    LINGER
  }

  private final Proxy proxy;
  private final LoopState loop;
  private final Channel channel;
  private final RequestHeadParser heads;
  private final String address;
  private final long hash;
  private Phase phase = Phase.HEAD;
  private @Nullable Exchange exchange;
  private @Nullable ByteBuf pending;
  private @Nullable ChunkedDecoder chunks;
  private long remaining;
  private boolean keepAlive = true;
  private boolean processing;
  private long deadline;

  ClientConnection(Proxy proxy, LoopState loop, Channel channel) {
    this.proxy = proxy;
    this.loop = loop;
    this.channel = channel;
    this.heads = new RequestHeadParser(proxy.limits);
    this.address =
        channel.remoteAddress() instanceof InetSocketAddress peer
            ? peer.getAddress().getHostAddress()
            : "unknown";
    this.hash =
        channel.remoteAddress() instanceof InetSocketAddress peer
            ? BackendPool.clientOf(peer.getAddress())
            : 0;
  }

  // Reading.

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    loop.add(this);
    expect(proxy.config.headerTimeout());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    ByteBuf before = pending;
    if (phase == Phase.LINGER) {
      bytes.release();
    } else if (before == null) {
      pending = bytes;
    } else {
      pending = context.alloc().compositeBuffer().addComponents(true, before, bytes);
    }
    process();
  }

  /// Uses what can be used of the pending bytes. An answer made at once leads back here; the loop
  /// then goes on instead of descending once for each pipelined request.
  private void process() {
    if (processing) {
      return;
    }
    processing = true;
    try {
      ByteBuf bytes = pending;
      while (bytes != null && bytes.isReadable() && step(bytes)) {
        bytes = pending;
      }
    } catch (MalformedRequestException malformed) {
      refuseRequest(malformed.problem());
    } finally {
      processing = false;
    }
    ByteBuf left = pending;
    if (left != null && !left.isReadable()) {
      left.release();
      pending = null;
    }
    boolean reads = pending == null;
    if (channel.config().isAutoRead() != reads) {
      channel.config().setAutoRead(reads);
    }
  }

  /// Whether some of the bytes were used.
  private boolean step(ByteBuf bytes) throws MalformedRequestException {
    return switch (phase) {
      case HEAD -> {
        readHead(bytes);
        yield true;
      }
      case BODY -> readBody(bytes);
      case ANSWER -> false;
      case TUNNEL -> readTunnel(bytes);
      case LINGER -> {
        bytes.skipBytes(bytes.readableBytes());
        yield true;
      }
    };
  }

  private void readHead(ByteBuf bytes) throws MalformedRequestException {
    if (heads.isFresh()) {
      expect(proxy.config.headerTimeout());
    }
    while (bytes.isReadable()) {
      if (heads.accept(bytes.readByte())) {
        begin(heads.take());
        return;
      }
    }
  }

  private void begin(RequestHead head) throws MalformedRequestException {
    Target target = Target.parse(head.method(), head.target());
    keepAlive = head.keepAlive();
    remaining = head.bodyLength();
    chunks =
        remaining == RequestHead.CHUNKED ? new ChunkedDecoder(proxy.limits.headerBytes()) : null;
    phase = remaining == 0 ? Phase.ANSWER : Phase.BODY;
    progress();
    Exchange next = new Exchange(proxy, loop, this, head, target);
    exchange = next;
    next.begin();
  }

  private boolean readBody(ByteBuf bytes) throws MalformedRequestException {
    Exchange current = exchange;
    if (current == null || !current.takesBody()) {
      return false;
    }
    ByteBuf part = chunks == null ? fixedPart(bytes) : chunkedPart(bytes, chunks);
    current.requestBody(part);
    progress();
    if (chunks == null ? remaining == 0 : chunks.isComplete()) {
      phase = Phase.ANSWER;
    }
    current.flushRequest();
    return true;
  }

  private ByteBuf fixedPart(ByteBuf bytes) {
    int count = (int) Math.min(remaining, bytes.readableBytes());
    remaining -= count;
    return bytes.readRetainedSlice(count);
  }

  /// The backend gets the chunks as they came, up to where their framing was found right.
  private static ByteBuf chunkedPart(ByteBuf bytes, ChunkedDecoder decoder)
      throws MalformedRequestException {
    int start = bytes.readerIndex();
    while (bytes.isReadable() && !decoder.isComplete()) {
      if (decoder.dataRemaining() == 0) {
        decoder.accept(bytes.readByte());
      } else {
        int count = (int) Math.min(decoder.dataRemaining(), bytes.readableBytes());
        bytes.skipBytes(count);
        decoder.dataTaken(count);
      }
    }
    return bytes.retainedSlice(start, bytes.readerIndex() - start);
  }

  private boolean readTunnel(ByteBuf bytes) {
    Exchange current = exchange;
    if (current == null || !current.takesBody()) {
      return false;
    }
    current.requestBody(bytes.readRetainedSlice(bytes.readableBytes()));
    current.flushRequest();
    progress();
    return true;
  }

  /// The backend takes the body, or more of it.
  void backendReady() {
    process();
  }

  boolean requestIsComplete() {
    return phase != Phase.BODY;
  }

  // Writing.

  ByteBufAllocator allocator() {
    return channel.alloc();
  }

  /// The head as a buffer of its own.
  ByteBuf buffer(HeadWriter head) {
    return channel.alloc().buffer(head.length()).writeBytes(head.array(), 0, head.length());
  }

  void write(ByteBuf bytes) {
    channel.write(bytes, channel.voidPromise());
  }

  void flush() {
    channel.flush();
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  /// Whether further requests are taken after the answer.
  boolean staysOpen() {
    return keepAlive && !proxy.isDraining();
  }

  void endAfterResponse() {
    keepAlive = false;
  }

  void tunnel() {
    phase = Phase.TUNNEL;
    progress();
    process();
  }

  boolean isTunnel() {
    return phase == Phase.TUNNEL;
  }

  /// The answer is written: on to the next request, or to the end.
  void responseComplete() {
    exchange = null;
    if (!staysOpen() || phase == Phase.BODY) {
      linger();
      return;
    }
    channel.flush();
    phase = Phase.HEAD;
    expect(proxy.config.idleTimeout());
    if (pending != null) {
      process();
    }
  }

  /// Answers in the backend's place.
  void answer(Problem problem, boolean headOnly, Optional<String> traceresponse) {
    if (phase == Phase.BODY) {
      keepAlive = false;
    }
    byte[] body = problem.json();
    HeadWriter out = loop.heads.clear();
    out.text("HTTP/1.1 " + problem.status() + " " + problem.title() + "\r\n")
        .field("Content-Type", Problem.MEDIA_TYPE)
        .field("Content-Length", Integer.toString(body.length))
        .field("Cache-Control", "no-store");
    if (problem.status() == 503) {
      out.field("Retry-After", "1");
    }
    traceresponse.ifPresent(value -> out.field("traceresponse", value));
    if (!staysOpen()) {
      out.field("Connection", "close");
    }
    ByteBuf bytes = buffer(out.text("\r\n"));
    write(headOnly ? bytes : bytes.writeBytes(body));
    responseComplete();
  }

  /// Answers what is no request, or one that breaks off: nobody knows where the next would begin.
  void refuse(Problem problem) {
    keepAlive = false;
    answer(problem, false, Optional.empty());
  }

  private void refuseRequest(Problem problem) {
    Exchange current = exchange;
    if (current == null) {
      proxy.duration.record(0, false);
      refuse(problem);
    } else {
      current.refuse(problem);
    }
  }

  private void linger() {
    phase = Phase.LINGER;
    expect(LINGER);
    channel.flush();
    if (channel instanceof DuplexChannel duplex && channel.isActive()) {
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
    dropPending();
    channel.config().setAutoRead(true);
  }

  void closeWhenSent() {
    exchange = null;
    Exchange.closeAfterFlush(channel);
  }

  /// Closes at once.
  void cut() {
    channel.close();
  }

  // Time, and the end.

  String address() {
    return address;
  }

  /// The client as policies know it.
  long hash() {
    return hash;
  }

  /// Something moved: the limit on standing still begins anew.
  void progress() {
    expect(
        switch (phase) {
          case HEAD -> proxy.config.headerTimeout();
          case BODY -> proxy.config.bodyTimeout();
          case ANSWER -> proxy.config.responseTimeout();
          case TUNNEL -> proxy.config.tunnelTimeout();
          case LINGER -> LINGER;
        });
  }

  private void expect(Duration within) {
    deadline = loop.now() + within.toNanos();
  }

  void checkDeadline(long now) {
    if (now - deadline < 0) {
      return;
    }
    switch (phase) {
      case HEAD -> {
        if (heads.isFresh()) {
          channel.close();
        } else {
          refuseRequest(Problem.of(408, "the request head did not come in time"));
        }
      }
      case BODY -> {
        Exchange current = exchange;
        if (current != null && current.takesBody()) {
          refuseRequest(Problem.of(408, "the request body did not come in time"));
        } else if (current != null) {
          current.timedOut();
        }
      }
      case ANSWER -> {
        if (exchange != null) {
          exchange.timedOut();
        }
      }
      case TUNNEL, LINGER -> channel.close();
    }
  }

  void drain() {
    if (phase == Phase.HEAD && heads.isFresh()) {
      channel.close();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (exchange != null && channel.isWritable()) {
      exchange.responseWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    loop.remove(this);
    proxy.connections.decrementAndGet();
    Exchange current = exchange;
    exchange = null;
    if (current != null) {
      current.clientGone();
    }
    dropPending();
  }

  private void dropPending() {
    // While bytes are being processed they are still in use; what is left is released afterwards.
    ByteBuf left = pending;
    if (left == null) {
      return;
    }
    if (processing) {
      left.skipBytes(left.readableBytes());
    } else {
      left.release();
      pending = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof java.io.IOException)) {
      proxy.log.error("client connection failed", cause);
    }
    context.close();
  }
}
