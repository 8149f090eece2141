package dev.orrery.testkit.disk;

/// The power is gone. An [Error] and not an exception, so that no `catch (Exception …)` of the
/// program under test survives its own death.
public final class SimulatedCrash extends Error {
  public SimulatedCrash(String message) {
    super(message, null, false, false);
  }
}
