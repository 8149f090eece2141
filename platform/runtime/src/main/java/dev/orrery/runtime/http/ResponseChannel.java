package dev.orrery.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;

/// The way back to the client of one request, in the protocol it came in. Called from the handler's
/// thread.
interface ResponseChannel {

  /// Sends a whole response. `body` is what is to be sent; for HEAD it is not, but its length is
  /// told.
  void send(HttpRequest request, HttpResponse response, byte[] body);

  /// Sends the head of a response whose body follows by [#sendData]; `length` is -1 when it is not
  /// known.
  void sendHead(HttpRequest request, HttpResponse response, long length);

  /// Sends a piece of the body, taking it over; blocks while the client does not take it. The piece
  /// has [StreamedBody#HEADROOM] bytes free before it and [StreamedBody#TAILROOM] behind, for
  /// framing.
  ///
  /// @throws IOException when the client has gone
  void sendData(ByteBuf piece) throws IOException;

  /// Flushes a head without data.
  void flush();

  /// The body is complete.
  void finish();

  /// The response cannot be completed: cut it so that the client notices.
  void abort();

  /// Hands the connection to a WebSocket handler; false when this protocol cannot.
  boolean upgrade(HttpRequest request, WebSocketHandler handler);

  /// Where pieces are allocated.
  ByteBufAllocator allocator();
}
