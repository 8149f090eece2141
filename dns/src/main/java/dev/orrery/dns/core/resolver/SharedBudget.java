package dev.orrery.dns.core.resolver;

/// One count for a question and all look-ups below it.
public final class SharedBudget implements WorkBudget {
  private final int packets;
  private int spent;

  /// @param packets at least 1
  public SharedBudget(int packets) {
    if (packets < 1) {
      throw new IllegalArgumentException("a question needs at least one packet, not " + packets);
    }
    this.packets = packets;
  }

  @Override
  public boolean spend() {
    if (spent == packets) {
      return false;
    }
    spent++;
    return true;
  }

  @Override
  public WorkBudget nested() {
    return this;
  }

  @Override
  public int spent() {
    return spent;
  }
}
