package dev.orrery.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;

/// The two ways from HTTP/1.1 to cleartext HTTP/2: prior knowledge (RFC 9113 §3.3) and `Upgrade: h2c` (RFC 7540 §3.2).
final class Http2Upgrade {

  enum Preface {
    NONE,
    PARTIAL,
    COMPLETE
  }

  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

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

  static boolean isRequested(RequestHead head) {
    return false;
  }

  static void priorKnowledge(ServerContext server, Channel channel, ByteBuf pending) {
    pending.release();
    channel.close();
  }

  static void upgrade(ServerContext server, Channel channel, RequestHead head, ByteBuf pending) {
    pending.release();
    channel.close();
  }
}
