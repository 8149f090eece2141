package dev.orrery.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.ReferenceCountUtil;

/// What concerns an HTTP/2 connection as a whole: idleness, draining, and an upgrade that did not
/// come about. Closing goes through the frame codec, which says GOAWAY and lets open streams
/// finish. Event loop only.
// What a failed write or close means arrives as channelInactive; its future tells nothing more.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2Connection extends ChannelInboundHandlerAdapter {

  private final ServerContext server;
  private final Channel channel;
  private final Deadline deadline;

  Http2Connection(ServerContext server, Channel channel) {
    this.server = server;
    this.channel = channel;
    this.deadline = new Deadline(channel.eventLoop(), this::idle);
    deadline.arm(server.limits().idleTimeout());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof FullHttpRequest) {
        Problem problem = Problem.of(400, "the HTTP2-Settings header is not valid");
        ByteBuf out = channel.alloc().buffer();
        byte[] document = problem.json();
        Http1Encoder.head(
            out,
            HttpResponse.problem(problem),
            Http1Encoder.Framing.LENGTH,
            document.length,
            "close");
        // Past the HTTP/1 codec of the attempt, which takes no bytes.
        channel
            .pipeline()
            .firstContext()
            .writeAndFlush(out.writeBytes(document))
            .addListener(ChannelFutureListener.CLOSE);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    deadline.arm(server.limits().idleTimeout());
    context.fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ServerContext.DRAIN || event instanceof ChannelInputShutdownEvent) {
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private void idle() {
    Http2FrameCodec codec = channel.pipeline().get(Http2FrameCodec.class);
    if (codec != null && codec.connection().numActiveStreams() > 0) {
      // Handlers are at work; what a client does not take or send has time-outs in the stream.
      deadline.arm(server.limits().idleTimeout());
    } else {
      channel.close();
    }
  }
}
