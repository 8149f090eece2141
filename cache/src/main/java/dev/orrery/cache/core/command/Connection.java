package dev.orrery.cache.core.command;

/// The wire to a client, as the core sees it. Every call returns at once.
public interface Connection {
  /// `127.0.0.1:50312`.
  String remoteAddress();

  String localAddress();

  /// Something was written to the client's [Client#reply()] outside its own command, or it is no
  /// longer blocked: send what is there, and go on reading.
  void wake();

  /// Cuts the connection; what was not sent is lost.
  void cut();

  /// Runs `task` later, on the thread of the connection and without the lock.
  void schedule(long delayMillis, Runnable task);

  /// Bytes written and not yet taken by the network.
  long outputBytes();
}
