package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import java.util.List;
import java.util.Optional;

/// What became of a question.
///
/// @param code NOERROR, NXDOMAIN, or SERVFAIL when it could not be found out
/// @param answers the alias chain in order, then the set asked for
/// @param authority the SOA of a negative answer
/// @param packetsOut what it cost, nested look-ups included
public record Resolution(
    ResponseCode code,
    List<ResourceRecord> answers,
    Optional<ResourceRecord> authority,
    int packetsOut,
    WalkTrace trace) {
  public Resolution {
    answers = List.copyOf(answers);
  }
}
