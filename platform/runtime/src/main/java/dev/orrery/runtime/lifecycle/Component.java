package dev.orrery.runtime.lifecycle;

import java.util.List;

/// A running part of the model: one instance of one box of the diagram.
///
/// The life of an instance is `new → start → (serving) → close` or `… → kill`; a stopped one is not
/// started again, a new one is made. All methods but [#start()] may be called from any thread.
public interface Component extends AutoCloseable {
  /// Recovers what is on disk, binds, and returns once every endpoint answers.
  ///
  /// @throws Exception when it cannot serve: a port in use, an unusable data directory, an
  ///   impossible configuration. Nothing is left bound then.
  void start() throws Exception;

  /// Where it listens, with the ports really bound. Empty before [#start()].
  List<Endpoint> endpoints();

  Health health();

  /// Drains: takes no new work, finishes what is under way within a bound, then stops. Idempotent.
  @Override
  void close();

  /// Cuts every connection at once, as a crash of the process would, and releases files and ports.
  /// What was acknowledged is on disk already. Idempotent.
  void kill();
}
