package dev.orrery.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// The two ways from HTTP/1.1 to cleartext HTTP/2: prior knowledge (RFC 9113 §3.3) and `Upgrade:
/// h2c` (RFC 7540 §3.2).
///
/// Frames, header compression and flow control are Netty's; each stream is a channel of its own,
/// served by [Http2Stream].
final class Http2Upgrade {

  enum Preface {
    NONE,
    PARTIAL,
    COMPLETE
  }

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  // HPACK counts 32 bytes a field on top of its text (RFC 9113 §6.5.2).
  private static final int FIELD_OVERHEAD = 32;

  // The head is written anew for Netty's codec and was checked before: its own bounds must only not
  // be narrower.
  private static final int SLACK = 1024;

  private static final int SETTING_BYTES = 6;

  private Http2Upgrade() {}

  /// Whether a connection begins with the preface of HTTP/2.
  static Preface preface(ByteBuf bytes) {
    int length = Math.min(bytes.readableBytes(), PREFACE.length);
    for (int i = 0; i < length; i++) {
      if (bytes.getByte(bytes.readerIndex() + i) != PREFACE[i]) {
        return Preface.NONE;
      }
    }
    return length == PREFACE.length ? Preface.COMPLETE : Preface.PARTIAL;
  }

  /// Whether to change to HTTP/2 for this request. A server may ignore the wish, and does so for a
  /// request with a body.
  static boolean isRequested(RequestHead head) {
    HttpHeaders headers = head.headers();
    return isSettings(headers.all("http2-settings"))
        && headers.containsToken("upgrade", "h2c")
        && headers.containsToken("connection", "upgrade")
        && headers.containsToken("connection", "http2-settings")
        && head.minorVersion() == 1
        && head.bodyLength() == 0
        && head.target().startsWith("/");
  }

  /// Whether there is one payload of a SETTINGS frame, in base64url.
  private static boolean isSettings(List<String> values) {
    try {
      return values.size() == 1
          && Base64.getUrlDecoder().decode(values.getFirst()).length % SETTING_BYTES == 0;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /// Goes on in HTTP/2 with a connection that began so.
  static void priorKnowledge(ServerContext server, Channel channel, ByteBuf pending) {
    channel
        .pipeline()
        .addLast(codec(server), streams(server), new Http2Connection(server, channel));
    channel.pipeline().remove(Http1Connection.class);
    channel.pipeline().fireChannelRead(pending);
  }

  /// Answers 101 and goes on in HTTP/2, with this request as stream 1.
  static void upgrade(ServerContext server, Channel channel, RequestHead head, ByteBuf pending) {
    HttpLimits limits = server.limits();
    HttpServerCodec http1 =
        new HttpServerCodec(
            new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestLineBytes() + SLACK)
                .setMaxHeaderSize(limits.headerBytes() + SLACK));
    HttpServerUpgradeHandler upgrade =
        new HttpServerUpgradeHandler(
            http1, protocol -> new Http2ServerUpgradeCodec(codec(server), streams(server)), 0);
    channel.pipeline().addLast(http1, upgrade, new Http2Connection(server, channel));
    channel.pipeline().remove(Http1Connection.class);
    channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(rewrite(channel, head), pending));
  }

  private static ByteBuf rewrite(Channel channel, RequestHead head) {
    ByteBuf out = channel.alloc().buffer();
    ByteBufUtil.writeAscii(
        out, head.method() + ' ' + head.target() + " HTTP/1.1\r\nx-http2-scheme: http\r\n");
    head.headers()
        .forEach((name, value) -> {
          // Netty steers its conversion by fields of this prefix; a client must not.
          if (!name.toLowerCase(Locale.ROOT).startsWith("x-http2-")) {
            out.writeCharSequence(name + ": " + value + "\r\n", StandardCharsets.ISO_8859_1);
          }
        });
    ByteBufUtil.writeAscii(out, "\r\n");
    return out;
  }

  private static Http2FrameCodec codec(ServerContext server) {
    HttpLimits limits = server.limits();
    return Http2FrameCodecBuilder.forServer()
        .initialSettings(
            Http2Settings.defaultSettings()
                .maxConcurrentStreams(limits.concurrentStreams())
                .maxHeaderListSize(
                    limits.requestLineBytes()
                        + limits.headerBytes()
                        + FIELD_OVERHEAD * (limits.headerCount() + SLACK)))
        .gracefulShutdownTimeoutMillis(limits.drainTimeout().toMillis())
        .validateHeaders(true)
        .build();
  }

  private static Http2MultiplexHandler streams(ServerContext server) {
    ChannelInitializer<Channel> stream =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new Http2Stream(server, channel));
          }
        };
    return new Http2MultiplexHandler(stream, stream);
  }
}
