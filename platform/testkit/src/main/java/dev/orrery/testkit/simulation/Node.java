package dev.orrery.testkit.simulation;

/// A state machine of the simulated system. It is called from one thread only.
///
/// @param <M> the message type, immutable, with a telling `toString`
public interface Node<M> {
  /// What [#nextDeadline()] says when there is none.
  long NO_DEADLINE = Long.MAX_VALUE;

  /// Makes one life of a node: at the first start, and after each restart. What survived the life
  /// before is on the environment's disk.
  ///
  /// @param <M> the message type
  @FunctionalInterface
  interface Factory<M> {
    /// Opens the disk, sends first messages, and returns the node, usually by its constructor.
    Node<M> start(Environment<M> environment) throws Exception;
  }

  /// @param now nanoseconds on this node's own monotonic clock
  /// @throws Exception to be reported as the failure of the simulation; so for the other methods
  void receive(String from, M message, long now) throws Exception;

  /// Called when the clock has reached [#nextDeadline()]; must move the deadline on.
  void timer(long now) throws Exception;

  /// When [#timer(long)] wants to be called, on this node's own monotonic clock; asked for again
  /// after each call into the node.
  long nextDeadline();
}
