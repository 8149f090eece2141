package dev.orrery.dns.core.resolver;

/// How much a record is to be believed, by where in a message it stood (RFC 2181 §5.4.1).
public enum Trust {
  /// An address beside a referral: good enough to find a server, never an answer.
  GLUE(0),
  /// The NS of a referral, said by the zone above.
  REFERRAL(1),
  /// Said by a server of the zone itself.
  AUTHORITATIVE(2);

  private final int rank;

  Trust(int rank) {
    this.rank = rank;
  }

  /// Larger is to be believed more.
  public int rank() {
    return rank;
  }
}
