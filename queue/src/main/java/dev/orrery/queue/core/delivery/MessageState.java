package dev.orrery.queue.core.delivery;

/// Where one message is; all that has to survive a restart.
///
/// @param id its position in the queue, at least 1
/// @param deliveries how often it was leased
/// @param untilMillis when a delay or a lease ends, milliseconds since 1970; 0 in the other phases
/// @param token of the running lease; 0 in the other phases
public record MessageState(long id, Phase phase, int deliveries, long untilMillis, long token) {
  /// See the package's picture.
  public enum Phase {
    READY(0),
    DELAYED(1),
    LEASED(2),
    DEAD(3);

    private final byte code;

    Phase(int code) {
      this.code = (byte) code;
    }

    /// How it is stored.
    public byte code() {
      return code;
    }
  }

  public static MessageState ready(long id, int deliveries) {
    return new MessageState(id, Phase.READY, deliveries, 0, 0);
  }

  public static MessageState delayed(long id, int deliveries, long untilMillis) {
    return new MessageState(id, Phase.DELAYED, deliveries, untilMillis, 0);
  }

  public static MessageState leased(long id, int deliveries, long untilMillis, long token) {
    return new MessageState(id, Phase.LEASED, deliveries, untilMillis, token);
  }

  public static MessageState dead(long id, int deliveries) {
    return new MessageState(id, Phase.DEAD, deliveries, 0, 0);
  }
}
