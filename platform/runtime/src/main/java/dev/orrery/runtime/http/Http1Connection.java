package dev.orrery.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An HTTP/1 connection: bytes in, one request at a time to its virtual thread, the answer out.
///
/// ```
///             head complete            body complete           response out
///   HEAD ──────────────────▶ BODY ───────────────────▶ ANSWERING ───────────▶ HEAD
///     │ malformed, too slow   │ response out first: the rest is dropped, up to a bound
///     ▼                       ▼
///   LINGERING: the answer is out, output shut; input is dropped for a moment so that a client that still sends can read it
/// ```
///
/// Requests are answered in order because the next one is not looked at before the last one is
/// answered: what a client sends ahead stays in `pending`, and beyond [#PIPELINE_BYTES] in its own
/// socket. All fields belong to the event loop, except where noted.
// What a failed write or close means arrives as channelInactive; its future tells nothing more.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http1Connection extends ChannelInboundHandlerAdapter
    implements ResponseChannel, RequestBody.Source {

  private enum State {
    HEAD,
    BODY,
    ANSWERING,
    LINGERING,
    HANDED_OVER
  }

  /// How much a client may send ahead of the answer it waits for.
  private static final int PIPELINE_BYTES = 64 * 1024;

  /// How much of a body nobody wants is read to keep a connection; beyond it closing is cheaper.
  private static final long DISCARD_BYTES = 256 * 1024;

  private static final Duration LINGER = Duration.ofSeconds(2);

  /// Up to here, head and body go out in one buffer.
  private static final int JOINED_BYTES = 4 * 1024;

  private static final int HEAD_ESTIMATE = 256;

  private final ServerContext server;
  private final Channel channel;
  private final RequestHeadParser parser;
  private final Deadline deadline;
  private final WriteGate gate;

  private State state = State.HEAD;
  private @Nullable ByteBuf pending;
  private boolean fresh = true;
  private boolean headBegun;
  private boolean inputEnded;
  private boolean draining;
  private boolean awaitingClient;
  private boolean outputShut;
  // The rest of the input cannot be understood.
  private boolean poisoned;

  // Of the request being served.
  private @Nullable RequestBody body;
  private @Nullable ChunkedDecoder chunks;
  private long bodyLeft;
  private boolean keepAlive;
  private boolean clientIsOld;
  private boolean continueExpected;
  private boolean answered;
  // Written by the handler's thread in sendHead, read by it in sendData.
  private Http1Encoder.Framing framing = Http1Encoder.Framing.NONE;

  Http1Connection(ServerContext server, Channel channel) {
    this.server = server;
    this.channel = channel;
    this.parser = new RequestHeadParser(server.limits());
    this.deadline = new Deadline(channel.eventLoop(), this::expired);
    this.gate = new WriteGate(channel, server.limits().writeTimeout());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    deadline.arm(server.limits().idleTimeout());
  }

  // ---- input

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (state == State.LINGERING || !(message instanceof ByteBuf bytes)) {
      ReferenceCountUtil.release(message);
      return;
    }
    pending =
        pending == null
            ? bytes
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), pending, bytes);
    process();
  }

  private void process() {
    try {
      while (step()) {}
    } catch (MalformedRequestException malformed) {
      malformed(malformed);
    }
    if (pending != null && !pending.isReadable()) {
      pending.release();
      pending = null;
    }
    if (inputEnded) {
      endOfInput();
    }
    holdInput();
  }

  /// Does one thing with the pending bytes; returns whether there may be more to do.
  private boolean step() throws MalformedRequestException {
    ByteBuf bytes = pending;
    if (bytes == null || !bytes.isReadable()) {
      return false;
    }
    return switch (state) {
      case HEAD -> readHead(bytes);
      case BODY -> readBody(bytes);
      case ANSWERING, HANDED_OVER -> false;
      case LINGERING -> {
        bytes.skipBytes(bytes.readableBytes());
        yield false;
      }
    };
  }

  private boolean readHead(ByteBuf bytes) throws MalformedRequestException {
    if (!headBegun) {
      headBegun = true;
      deadline.arm(server.limits().headerTimeout());
    }
    if (fresh) {
      switch (Http2Upgrade.preface(bytes)) {
        case PARTIAL -> {
          return false;
        }
        case COMPLETE -> {
          handOver();
          Http2Upgrade.priorKnowledge(server, channel, takePending());
          return false;
        }
        case NONE -> fresh = false;
      }
    }
    while (bytes.isReadable()) {
      if (parser.accept(bytes.readByte())) {
        begin(parser.take());
        return true;
      }
    }
    return false;
  }

  private void begin(RequestHead head) throws MalformedRequestException {
    headBegun = false;
    RequestTarget target = RequestTarget.parse(head.method(), head.target());
    if (Http2Upgrade.isRequested(head)) {
      handOver();
      Http2Upgrade.upgrade(server, channel, head, takePending());
      return;
    }
    deadline.disarm();
    HttpLimits limits = server.limits();
    clientIsOld = head.minorVersion() == 0;
    keepAlive = head.keepAlive();
    answered = false;
    bodyLeft = head.bodyLength();
    chunks = bodyLeft == RequestHead.CHUNKED ? new ChunkedDecoder(limits.headerBytes()) : null;
    continueExpected = bodyLeft != 0 && !clientIsOld && head.headers().contains("expect");
    Optional<Problem> refusal = Refusals.of(head.method(), head.headers(), bodyLeft, limits);
    if (refusal.isPresent() && bodyLeft != 0) {
      keepAlive = false;
    }
    RequestBody incoming =
        new RequestBody(this, bodyLeft, limits.bodyBytes(), limits.bodyTimeout());
    body = incoming;
    state = State.BODY;
    if (bodyLeft == 0) {
      bodyComplete();
    }
    HttpRequest request =
        new HttpRequest(
            head.method(),
            target,
            clientIsOld ? "HTTP/1.0" : "HTTP/1.1",
            head.headers(),
            incoming,
            (InetSocketAddress) channel.remoteAddress(),
            refusal);
    new Exchange(server.application(), request, this, server.failureListener()).start();
  }

  private boolean readBody(ByteBuf bytes) throws MalformedRequestException {
    RequestBody incoming = body;
    if (incoming == null) {
      return false;
    }
    continueExpected = false;
    ChunkedDecoder decoder = chunks;
    if (decoder == null) {
      int count = (int) Math.min(bytes.readableBytes(), bodyLeft);
      bodyLeft -= count;
      incoming.offer(bytes.readRetainedSlice(count));
      if (bodyLeft == 0) {
        bodyComplete();
      }
    } else {
      while (bytes.isReadable() && decoder.dataRemaining() == 0 && !decoder.isComplete()) {
        decoder.accept(bytes.readByte());
      }
      if (decoder.isComplete()) {
        bodyComplete();
      } else if (bytes.isReadable()) {
        int count = (int) Math.min(bytes.readableBytes(), decoder.dataRemaining());
        decoder.dataTaken(count);
        incoming.offer(bytes.readRetainedSlice(count));
      }
    }
    if (answered && incoming.received() > DISCARD_BYTES) {
      linger();
      return false;
    }
    return true;
  }

  private void bodyComplete() {
    if (body != null) {
      body.end();
    }
    state = State.ANSWERING;
    if (answered) {
      nextRequest();
    }
  }

  private void malformed(MalformedRequestException malformed) {
    if (pending != null) {
      pending.skipBytes(pending.readableBytes());
    }
    if (state == State.BODY && body != null) {
      // The handler is at work: it learns of it where it reads the body.
      body.fail(malformed.problem());
      keepAlive = false;
      poisoned = true;
      state = State.ANSWERING;
      if (answered) {
        linger();
      }
      return;
    }
    refuse(malformed.problem());
  }

  /// Answers without a handler, and ends the connection.
  private void refuse(Problem problem) {
    ByteBuf out = channel.alloc().buffer(HEAD_ESTIMATE);
    byte[] document = problem.json();
    Http1Encoder.head(
        out, HttpResponse.problem(problem), Http1Encoder.Framing.LENGTH, document.length, "close");
    channel.writeAndFlush(out.writeBytes(document), channel.voidPromise());
    linger();
  }

  private ByteBuf takePending() {
    ByteBuf bytes = pending;
    pending = null;
    return bytes == null ? Unpooled.EMPTY_BUFFER : bytes;
  }

  private void handOver() {
    state = State.HANDED_OVER;
    deadline.disarm();
  }

  /// Reads from the socket only while there is room for what comes.
  private void holdInput() {
    boolean hold =
        switch (state) {
          case BODY -> body != null && body.isFull();
          case ANSWERING -> pending != null && pending.readableBytes() >= PIPELINE_BYTES;
          case HEAD, LINGERING, HANDED_OVER -> false;
        };
    channel.config().setAutoRead(!hold);
  }

  @Override
  public void awaited() {
    onLoop(() -> {
      if (state == State.BODY && continueExpected && !answered) {
        continueExpected = false;
        channel.writeAndFlush(
            Unpooled.copiedBuffer("HTTP/1.1 100 Continue\r\n\r\n", StandardCharsets.US_ASCII));
      }
    });
  }

  @Override
  public void resume() {
    onLoop(this::holdInput);
  }

  // ---- the end of input, of patience, of the connection

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      endOfInput();
    } else if (event == ServerContext.DRAIN) {
      drain();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  /// The client has shut its side; what it asked for before is still answered.
  private void endOfInput() {
    switch (state) {
      case HEAD -> {
        if (headBegun && !parser.isFresh()) {
          refuse(Problem.of(400, "the request ends in the middle of its head"));
        } else {
          closeWhenWritten();
        }
      }
      case BODY -> {
        if (body != null) {
          body.fail(Problem.of(400, "the request ends in the middle of its body"));
        }
        keepAlive = false;
        if (answered) {
          closeWhenWritten();
        }
      }
      case LINGERING -> {
        // Before that, the answer is still going out, and closes the channel when it is.
        if (outputShut) {
          channel.close();
        }
      }
      case ANSWERING, HANDED_OVER -> {}
    }
  }

  private void expired() {
    if (state == State.HEAD && headBegun) {
      refuse(
          Problem.of(
              408,
              "the request head did not come within "
                  + server.limits().headerTimeout().toMillis()
                  + " ms"));
    } else {
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    deadline.disarm();
    if (body != null) {
      body.lose("the client has gone");
    }
    gate.signal();
    if (pending != null) {
      pending.release();
      pending = null;
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // Reset by peer and the like; a defect of this class also ends here, and must not leave a
    // client waiting.
    channel.close();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    gate.signal();
    if (awaitingClient && channel.isWritable()) {
      awaitingClient = false;
      nextRequest();
      process();
    }
  }

  // ---- output

  @Override
  public void send(HttpRequest request, HttpResponse response, byte[] bytes) {
    onLoop(() -> {
      boolean none = HttpStatus.hasNoContent(response.status());
      boolean hidden = none || request.method().equals("HEAD");
      String connection = connection(response);
      ByteBuf out =
          channel
              .alloc()
              .buffer(HEAD_ESTIMATE + (hidden || bytes.length > JOINED_BYTES ? 0 : bytes.length));
      Http1Encoder.head(
          out,
          response,
          none ? Http1Encoder.Framing.NONE : Http1Encoder.Framing.LENGTH,
          bytes.length,
          connection);
      if (hidden || bytes.length <= JOINED_BYTES) {
        channel.writeAndFlush(hidden ? out : out.writeBytes(bytes), channel.voidPromise());
      } else {
        channel.write(out, channel.voidPromise());
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
      }
      answered();
    });
  }

  @Override
  public void sendHead(HttpRequest request, HttpResponse response, long length) {
    framing =
        HttpStatus.hasNoContent(response.status())
            ? Http1Encoder.Framing.NONE
            : length >= 0
                ? Http1Encoder.Framing.LENGTH
                : clientIsOld ? Http1Encoder.Framing.CLOSE : Http1Encoder.Framing.CHUNKED;
    Http1Encoder.Framing chosen = framing;
    if (request.method().equals("HEAD")) {
      framing = Http1Encoder.Framing.NONE;
    }
    onLoop(() -> {
      if (chosen == Http1Encoder.Framing.CLOSE) {
        keepAlive = false;
      }
      ByteBuf out = channel.alloc().buffer(HEAD_ESTIMATE);
      Http1Encoder.head(out, response, chosen, length, connection(response));
      channel.write(out, channel.voidPromise());
    });
  }

  @Override
  public void sendData(ByteBuf piece) throws IOException {
    ByteBuf framed = framing == Http1Encoder.Framing.CHUNKED ? Http1Encoder.chunk(piece) : piece;
    channel.writeAndFlush(framed, channel.voidPromise());
    gate.await();
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public void finish() {
    boolean lastChunk = framing == Http1Encoder.Framing.CHUNKED;
    onLoop(() -> {
      if (lastChunk) {
        channel.write(
            Unpooled.copiedBuffer("0\r\n\r\n", StandardCharsets.US_ASCII), channel.voidPromise());
      }
      channel.flush();
      answered();
    });
  }

  @Override
  public void abort() {
    onLoop(channel::close);
  }

  @Override
  public boolean upgrade(HttpRequest request, WebSocketHandler handler) {
    if (!WebSocketHandshake.isValid(request)) {
      return false;
    }
    WebSocketConnection connection = new WebSocketConnection(server, channel, request);
    onLoop(() -> handOver(connection, WebSocketHandshake.response(request)));
    connection.run(handler);
    return true;
  }

  private void handOver(WebSocketConnection connection, String response) {
    if (state != State.ANSWERING || draining || !channel.isActive()) {
      channel.close();
      connection.channelInactive(channel.pipeline().lastContext());
      return;
    }
    handOver();
    channel.writeAndFlush(Unpooled.copiedBuffer(response, StandardCharsets.US_ASCII));
    WebSocketHandshake.install(channel, connection, server.limits().webSocketMessageBytes());
    channel.pipeline().remove(this);
    channel.config().setAutoRead(true);
    channel.pipeline().fireChannelRead(takePending());
    if (inputEnded) {
      channel.close();
    }
  }

  @Override
  public ByteBufAllocator allocator() {
    return channel.alloc();
  }

  /// The value of the Connection header, having decided whether the connection stays. Empty when
  /// there is nothing to say.
  private String connection(HttpResponse response) {
    if (response.headers().containsToken("connection", "close")
        || draining
        || (inputEnded && pending == null)
        || (body != null && body.hasFailed())
        || continueExpected) {
      keepAlive = false;
    }
    return keepAlive ? (clientIsOld ? "keep-alive" : "") : "close";
  }

  /// The whole response was handed to the channel.
  private void answered() {
    answered = true;
    if (!channel.isActive()) {
      return;
    }
    if (state == State.BODY) {
      if (!keepAlive || body == null) {
        linger();
        return;
      }
      body.discard();
      deadline.arm(server.limits().bodyTimeout());
      holdInput();
    } else if (!keepAlive && pending == null && !poisoned) {
      closeWhenWritten();
    } else if (!keepAlive) {
      linger();
    } else if (channel.isWritable()) {
      nextRequest();
      process();
    } else {
      awaitingClient = true;
      deadline.arm(server.limits().writeTimeout());
    }
  }

  private void nextRequest() {
    body = null;
    chunks = null;
    if (draining || !keepAlive) {
      linger();
      return;
    }
    state = State.HEAD;
    deadline.arm(server.limits().idleTimeout());
  }

  private void closeWhenWritten() {
    state = State.LINGERING;
    deadline.arm(server.limits().writeTimeout());
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /// Closing a socket that holds unread input resets it, and the reset may overtake the answer (RFC
  /// 9112 §9.6). So the output is shut first, and the input read and dropped until the client
  /// closes too.
  private void linger() {
    state = State.LINGERING;
    if (body != null) {
      body.discard();
    }
    if (pending != null) {
      pending.release();
      pending = null;
    }
    deadline.arm(server.limits().writeTimeout());
    channel.config().setAutoRead(true);
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(written -> {
          if (written.isSuccess() && !inputEnded && channel instanceof DuplexChannel duplex) {
            deadline.arm(LINGER);
            outputShut = true;
            duplex.shutdownOutput();
          } else {
            channel.close();
          }
        });
  }

  // ---- the server's side

  /// The server has too many connections: says so and closes.
  void turnAway() {
    refuse(Problem.of(503, "the server has as many connections as it takes"));
  }

  private void drain() {
    draining = true;
    if (state == State.HEAD && !headBegun) {
      closeWhenWritten();
    }
  }

  private void onLoop(Runnable task) {
    channel.eventLoop().execute(task);
  }
}
