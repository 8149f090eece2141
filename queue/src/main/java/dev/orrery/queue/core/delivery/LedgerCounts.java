package dev.orrery.queue.core.delivery;

/// How many messages are in which phase.
public record LedgerCounts(int ready, int delayed, int leased, int dead) {
  public int total() {
    return ready + delayed + leased + dead;
  }
}
