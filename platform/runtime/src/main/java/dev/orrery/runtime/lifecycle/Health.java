package dev.orrery.runtime.lifecycle;

/// How a component is.
///
/// @param detail what it misses or suffers from, a sentence for people; empty when healthy
public record Health(State state, String detail) {
  public enum State {
    HEALTHY,
    /// Serves, but not everything or not as well as it should.
    DEGRADED,
    DOWN
  }

  public static Health healthy() {
    return new Health(State.HEALTHY, "");
  }

  public static Health degraded(String detail) {
    return new Health(State.DEGRADED, detail);
  }

  public static Health down(String detail) {
    return new Health(State.DOWN, detail);
  }
}
