package dev.orrery.identity.core.password;

/// Where hashing happens: it keeps a core busy for tens of milliseconds and holds 19 MiB meanwhile,
/// so it is done in a bounded number of places at once, whoever supplies the threads.
public interface HashingPool {
  /// Runs one piece of hashing work and returns its result.
  ///
  /// @throws BusyException when too many are waiting already
  <T> T run(java.util.concurrent.Callable<T> work) throws Exception;

  /// Too many passwords are waiting to be hashed.
  final class BusyException extends Exception {
    private static final long serialVersionUID = 1;

    public BusyException() {
      super("too many passwords are being hashed; try again shortly");
    }
  }
}
