package dev.orrery.log.core.segment;

import java.io.IOException;

/// The offset asked for lies in a batch that was damaged after it had been forced.
public final class DamagedLogException extends IOException {
  private final transient Damage damage;

  public DamagedLogException(Damage damage) {
    super(
        "records "
            + damage.firstOffset()
            + " to "
            + (damage.nextOffset() - 1)
            + " are damaged on disk; go on at "
            + damage.nextOffset());
    this.damage = damage;
  }

  public Damage damage() {
    return damage;
  }
}
