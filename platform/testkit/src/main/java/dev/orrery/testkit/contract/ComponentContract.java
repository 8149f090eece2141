package dev.orrery.testkit.contract;

import io.grpc.Channel;

/// The contract of a whole component, judged over gRPC: `./orrery check cache --target
/// grpc://HOST:PORT`. Found through [java.util.ServiceLoader]. Its laws must tolerate state left by
/// earlier cases (use fresh names in each).
public interface ComponentContract {
  /// The component's name, e.g. `cache`.
  String name();

  Contract<Channel> contract();

  /// Cases a law; fewer than for an algorithm, since each is many calls.
  default int tries() {
    return 30;
  }
}
