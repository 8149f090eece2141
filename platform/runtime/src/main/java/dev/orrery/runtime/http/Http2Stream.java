package dev.orrery.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One request and its answer on an HTTP/2 connection (RFC 9113 §8). Back-pressure both ways is the
/// stream's flow-control window: it opens as the handler reads, and its channel is writable while
/// the client's window is open. All fields belong to the event loop.
// What a failed write or close means arrives as channelInactive; its future tells nothing more.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2Stream extends ChannelInboundHandlerAdapter
    implements ResponseChannel, RequestBody.Source {

  private final ServerContext server;
  private final Channel channel;
  private final WriteGate gate;
  private @Nullable RequestBody body;
  private boolean requestEnded;
  private boolean continueExpected;
  private boolean answerBegun;

  Http2Stream(ServerContext server, Channel channel) {
    this.server = server;
    this.channel = channel;
    this.gate = new WriteGate(channel, server.limits().writeTimeout());
  }

  // ---- input

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case Http2HeadersFrame frame when body == null -> begin(frame);
      case Http2HeadersFrame trailers -> endOfBody(trailers.isEndStream());
      case Http2DataFrame frame -> {
        RequestBody incoming = body;
        if (incoming == null) {
          frame.release();
        } else {
          incoming.offer(frame.content());
          endOfBody(frame.isEndStream());
          channel.config().setAutoRead(!incoming.isFull());
        }
      }
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void begin(Http2HeadersFrame frame) {
    HttpLimits limits = server.limits();
    try {
      Http2RequestHead head = Http2RequestHead.of(frame.headers(), frame.isEndStream(), limits);
      RequestBody incoming =
          new RequestBody(this, head.bodyLength(), limits.bodyBytes(), limits.bodyTimeout());
      body = incoming;
      continueExpected = head.headers().contains("expect") && !frame.isEndStream();
      endOfBody(frame.isEndStream());
      HttpRequest request =
          new HttpRequest(
              head.method(),
              head.target(),
              "HTTP/2",
              head.headers(),
              incoming,
              (InetSocketAddress) channel.remoteAddress(),
              Refusals.of(head.method(), head.headers(), head.bodyLength(), limits));
      new Exchange(server.application(), request, this, server.failureListener()).start();
    } catch (MalformedRequestException malformed) {
      body = RequestBody.of(new byte[0]);
      requestEnded = frame.isEndStream();
      Problem problem = malformed.problem();
      respond(HttpResponse.problem(problem), problem.json(), false);
    }
  }

  private void endOfBody(boolean ended) {
    if (ended && body != null) {
      requestEnded = true;
      body.end();
    }
  }

  @Override
  public void awaited() {
    onLoop(() -> {
      if (continueExpected && !answerBegun) {
        channel.writeAndFlush(
            new DefaultHttp2HeadersFrame(new DefaultHttp2Headers(false).status("100"), false));
      }
    });
  }

  @Override
  public void resume() {
    onLoop(() -> channel.config().setAutoRead(body == null || !body.isFull()));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Http2ResetFrame) {
      lost();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    lost();
  }

  private void lost() {
    if (body != null) {
      body.lose("the client has gone");
    }
    gate.signal();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    gate.signal();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    channel.close();
  }

  // ---- output

  @Override
  public void send(HttpRequest request, HttpResponse response, byte[] bytes) {
    boolean hidden = request.method().equals("HEAD");
    onLoop(() -> respond(response, bytes, hidden));
  }

  private void respond(HttpResponse response, byte[] bytes, boolean hidden) {
    answerBegun = true;
    boolean none = HttpStatus.hasNoContent(response.status());
    boolean alone = none || hidden || bytes.length == 0;
    ChannelFuture written =
        channel.write(
            new DefaultHttp2HeadersFrame(headers(response, none ? -1 : bytes.length), alone));
    if (!alone) {
      written = channel.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), true));
    }
    channel.flush();
    answered(written);
  }

  /// The whole answer was handed to the channel: a client that does not take it, or still sends, is
  /// cut off.
  private void answered(ChannelFuture last) {
    if (body != null) {
      body.discard();
    }
    if (!last.isDone()) {
      Future<?> limit =
          channel
              .eventLoop()
              .schedule(
                  () -> reset(Http2Error.CANCEL),
                  server.limits().writeTimeout().toNanos(),
                  TimeUnit.NANOSECONDS);
      last.addListener(done -> limit.cancel(false));
    }
    last.addListener(done -> {
      if (!requestEnded) {
        reset(Http2Error.NO_ERROR);
      }
    });
  }

  @Override
  public void sendHead(HttpRequest request, HttpResponse response, long length) {
    long told = HttpStatus.hasNoContent(response.status()) ? -1 : length;
    onLoop(() -> {
      answerBegun = true;
      channel.write(new DefaultHttp2HeadersFrame(headers(response, told), false));
    });
  }

  @Override
  public void sendData(ByteBuf piece) throws IOException {
    channel.writeAndFlush(new DefaultHttp2DataFrame(piece, false));
    gate.await();
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public void finish() {
    onLoop(() -> answered(channel.writeAndFlush(new DefaultHttp2DataFrame(true))));
  }

  @Override
  public void abort() {
    onLoop(() -> reset(Http2Error.INTERNAL_ERROR));
  }

  private void reset(Http2Error error) {
    if (channel.isActive()) {
      channel.writeAndFlush(new DefaultHttp2ResetFrame(error));
      channel.close();
    }
  }

  /// WebSocket over HTTP/2 (RFC 8441) is not spoken here; clients then use HTTP/1.1.
  @Override
  public boolean upgrade(HttpRequest request, WebSocketHandler handler) {
    return false;
  }

  @Override
  public ByteBufAllocator allocator() {
    return channel.alloc();
  }

  private static Http2Headers headers(HttpResponse response, long length) {
    Http2Headers out = new DefaultHttp2Headers(false).status(Integer.toString(response.status()));
    HttpHeaders headers = response.headers();
    for (int i = 0; i < headers.size(); i++) {
      if (!Http1Encoder.isFraming(headers.nameAt(i))) {
        out.add(headers.nameAt(i).toLowerCase(Locale.ROOT), headers.valueAt(i));
      }
    }
    out.add("date", HttpDate.now());
    if (length >= 0) {
      out.add("content-length", Long.toString(length));
    }
    return out;
  }

  private void onLoop(Runnable task) {
    channel.eventLoop().execute(task);
  }
}
