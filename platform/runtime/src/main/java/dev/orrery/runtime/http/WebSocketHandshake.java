package dev.orrery.runtime.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The change from HTTP/1.1 to WebSocket (RFC 6455 §4.2).
final class WebSocketHandshake {

  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;

  private WebSocketHandshake() {}

  static boolean isValid(HttpRequest request) {
    HttpHeaders headers = request.headers();
    return request.version().equals("HTTP/1.1")
        && request.method().equals("GET")
        && headers.containsToken("connection", "upgrade")
        && headers.containsToken("upgrade", "websocket")
        && headers.first("sec-websocket-version").orElse("").equals("13")
        && isKey(headers.first("sec-websocket-key").orElse(""));
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /// The response that accepts a valid handshake.
  static String response(HttpRequest request) {
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
        + accept(request.header("sec-websocket-key").orElse(""))
        + "\r\n\r\n";
  }

  static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(sha1.digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java platform has SHA-1", absent);
    }
  }

  /// Puts the frame codec and the connection where HTTP/1 was.
  static void install(Channel channel, WebSocketConnection connection, int maximumBytes) {
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .maxFramePayloadLength(maximumBytes)
            .build();
    channel
        .pipeline()
        .addLast(
            new WebSocket13FrameDecoder(config),
            new WebSocket13FrameEncoder(false),
            new WebSocketFrameAggregator(maximumBytes),
            connection);
  }
}
