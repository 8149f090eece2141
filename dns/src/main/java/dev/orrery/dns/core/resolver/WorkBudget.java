package dev.orrery.dns.core.resolver;

/// How many packets one question of a client may cost, whatever it drags in. A swap point:
/// `dns.work-budget`.
///
/// A resolver is an amplifier if a stranger's zone decides how much it works: a referral to a
/// hundred names (Afek, Bremler-Barr, Shafir, "NXNSAttack", 2020) or two zones that point at each
/// other (Moura et al., "TsuNAME", 2021) turn one packet in into hundreds out. The remedy is one
/// allowance for the whole question, which every look-up made on its behalf draws from.
///
/// An implementation to be swapped in has a public constructor `(int packets)`. Not thread-safe.
public interface WorkBudget {
  /// Takes one packet. Returns false when there is none left, and from then on always.
  boolean spend();

  /// The budget of a look-up made for this one; both draw from the same packets.
  WorkBudget nested();

  /// Packets taken so far by this budget and all that belong together with it.
  int spent();
}
