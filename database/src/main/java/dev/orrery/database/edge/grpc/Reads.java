package dev.orrery.database.edge.grpc;

import java.util.concurrent.Callable;

/// Where the store may be read. Thread-safe.
public interface Reads {
  /// As many reads wait as may.
  final class Full extends Exception {
    private static final long serialVersionUID = 1L;

    public Full() {
      super("the read queue is full", null, false, false);
    }
  }

  /// Calls `body` where it may block, and waits for it.
  ///
  /// @throws Full at the bound
  /// @throws Exception whatever `body` threw
  <T> T read(Callable<T> body) throws Exception;
}
