package dev.orrery.runtime.http;

import java.io.IOException;

/// One open WebSocket. Safe for use by several threads; each message is sent whole.
public interface WebSocket {

  /// Close code: the purpose is fulfilled.
  int NORMAL = 1000;

  /// Close code: the server goes down.
  int GOING_AWAY = 1001;

  /// Close code: a kind of data that is not taken.
  int UNSUPPORTED = 1003;

  /// Told to a handler, never sent: the connection was lost.
  int ABNORMAL = 1006;

  /// Close code: the server failed.
  int SERVER_ERROR = 1011;

  /// The request that opened the socket.
  HttpRequest request();

  /// Sends a text message; blocks while the client does not take it.
  ///
  /// @throws IOException when the socket is closed or the client takes nothing for
  ///   [HttpLimits#writeTimeout()]
  void send(String text) throws IOException;

  /// Sends a binary message; blocks while the client does not take it. The array is not copied.
  ///
  /// @throws IOException as [#send(String)]
  void send(byte[] data) throws IOException;

  /// Begins the closing handshake; does nothing when the socket is closing already.
  void close(int code, String reason);

  /// Whether messages can still be sent.
  boolean isOpen();
}
