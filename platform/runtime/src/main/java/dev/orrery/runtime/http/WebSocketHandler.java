package dev.orrery.runtime.http;

/// The server's side of WebSocket connections (RFC 6455). The methods of one socket are called one
/// after another on one virtual thread and may block; meanwhile the client is held back.
public interface WebSocketHandler {

  /// A client has connected.
  default void onOpen(WebSocket socket) throws Exception {}

  /// A text message has come.
  default void onText(WebSocket socket, String text) throws Exception {
    socket.close(WebSocket.UNSUPPORTED, "text is not taken here");
  }

  /// A binary message has come.
  default void onBinary(WebSocket socket, byte[] data) throws Exception {
    socket.close(WebSocket.UNSUPPORTED, "binary data is not taken here");
  }

  /// The socket has ended; the last call. `code` is [WebSocket#ABNORMAL] when the connection was
  /// lost without a close frame.
  default void onClose(WebSocket socket, int code, String reason) throws Exception {}
}
