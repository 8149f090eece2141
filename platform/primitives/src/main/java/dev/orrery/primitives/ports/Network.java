package dev.orrery.primitives.ports;

/// The sending half of an unreliable network between named nodes. A message may be lost, delayed,
/// doubled or overtaken; receiving is an input of the receiver's state machine, not a call here.
///
/// @param <M> the message type, immutable
public interface Network<M> {
  /// Sends without waiting. Never throws for an unreachable node: that is what silence is.
  void send(String from, String to, M message);
}
