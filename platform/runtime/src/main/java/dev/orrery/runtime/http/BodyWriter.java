package dev.orrery.runtime.http;

import java.io.OutputStream;

/// Writes a response body piece by piece.
@FunctionalInterface
public interface BodyWriter {

  /// Writes the whole body to `out`, on the virtual thread of the request.
  ///
  /// A write blocks while the client (or its HTTP/2 window) does not take the bytes, and fails with
  /// an [IOException] when the client has gone or has taken nothing for
  /// [HttpLimits#writeTimeout()]. `flush` sends what was written so far at once. The stream needs
  /// no `close`. When this method throws, the response is cut so that the client sees it as
  /// incomplete.
  void write(OutputStream out) throws Exception;
}
