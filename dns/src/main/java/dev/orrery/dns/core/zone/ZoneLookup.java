package dev.orrery.dns.core.zone;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.RecordType;

/// How a question is answered from a zone: the algorithm of RFC 1034 §4.3.2 with the corrections of
/// RFC 2308 (negative answers) and RFC 4592 (wildcards). A swap point: `dns.zone-lookup`.
///
/// An implementation is stateless and thread-safe, and does a bounded amount of work for any zone
/// and question.
public interface ZoneLookup {
  /// Aliases followed in one answer, at most; the chain is cut there.
  int MAXIMUM_ALIASES = 16;

  /// Answers a question of class IN.
  ///
  /// @param type any type but the meta types
  /// @param ordering is asked once for each set that goes into the answer section
  Answer answer(Zone zone, Name name, RecordType type, Answer.Ordering ordering);
}
