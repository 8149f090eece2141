package dev.orrery.dns.core.zone;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import java.util.List;

/// What a zone says to a question, before it is put into a message.
///
/// @param code NOERROR, NXDOMAIN or REFUSED
/// @param authoritative the AA bit: clear in a referral and in REFUSED
/// @param answers the alias chain in order, then the set asked for
/// @param authority SOA of a negative answer, NS of a referral
/// @param additional addresses of the names mentioned before, glue included
public record Answer(
    ResponseCode code,
    boolean authoritative,
    List<ResourceRecord> answers,
    List<ResourceRecord> authority,
    List<ResourceRecord> additional) {
  /// Nothing we have a say in.
  public static final Answer REFUSED =
      new Answer(ResponseCode.REFUSED, false, List.of(), List.of(), List.of());

  public Answer {
    answers = List.copyOf(answers);
    authority = List.copyOf(authority);
    additional = List.copyOf(additional);
  }

  /// How a set that is answered is put in order; the identity keeps the zone's order.
  @FunctionalInterface
  public interface Ordering {
    Ordering AS_STORED = RecordSet::records;

    /// The records of `set` in the order of this answer: a permutation of them.
    List<ResourceRecord> order(RecordSet set);
  }

  /// For explaining an answer to people.
  public String describe(Name asked) {
    return asked
        + " → "
        + code
        + (authoritative ? " aa" : "")
        + " answers "
        + answers
        + " authority "
        + authority;
  }
}
