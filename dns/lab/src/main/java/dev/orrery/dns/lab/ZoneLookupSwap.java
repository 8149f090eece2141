package dev.orrery.dns.lab;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResponseCode;
import dev.orrery.dns.core.zone.Answer;
import dev.orrery.dns.core.zone.ClosestEncloserLookup;
import dev.orrery.dns.core.zone.Zone;
import dev.orrery.dns.core.zone.ZoneLookup;
import dev.orrery.dns.core.zone.ZoneNode;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Swap point `dns.zone-lookup`.
public final class ZoneLookupSwap implements SwapPoint<ZoneLookup> {
  private static final ZoneLookup RIGHT = new ClosestEncloserLookup();

  @Override
  public String name() {
    return "dns.zone-lookup";
  }

  @Override
  public String summary() {
    return "how a question is answered from a zone";
  }

  @Override
  public Class<?> type() {
    return ZoneLookup.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without arguments";
  }

  @Override
  public ZoneLookup instantiate(Class<?> implementation) throws ReflectiveOperationException {
    return implementation.asSubclass(ZoneLookup.class).getConstructor().newInstance();
  }

  @Override
  public Contract<ZoneLookup> contract() {
    return ZoneLookupContract.any();
  }

  @Override
  public Map<String, Contract<ZoneLookup>> named() {
    return Map.of();
  }

  @Override
  public Map<String, ZoneLookup> builtIns() {
    return Map.of("closest-encloser", RIGHT);
  }

  @Override
  public List<WrongTwin<ZoneLookup>> wrongTwins() {
    return List.of(
        twin(
            "nxdomain-at-empty",
            "says NXDOMAIN for an empty non-terminal, though names exist below it",
            ZoneLookupSwap::nxdomainAtEmpty),
        twin(
            "greedy-wildcard",
            "lets a wildcard answer for a name that exists without the type asked for",
            ZoneLookupSwap::greedyWildcard),
        twin(
            "crossing-wildcard",
            "lets a wildcard reach past an existing name to names below it",
            ZoneLookupSwap::crossingWildcard),
        twin(
            "literal-star",
            "answers from a wildcard under the name * and not under the name asked",
            ZoneLookupSwap::literalStar),
        twin("proud-referral", "sets the AA bit in a referral", ZoneLookupSwap::proudReferral),
        twin("soa-ttl", "gives negative answers the SOA's own TTL", ZoneLookupSwap::ownTtl),
        twin(
            "no-authority",
            "leaves the SOA out of negative answers, so that nobody can cache them",
            ZoneLookupSwap::noAuthority));
  }

  private static WrongTwin<ZoneLookup> twin(String name, String mistake, ZoneLookup subject) {
    return new WrongTwin<>(name, mistake, Contract.ANY, subject);
  }

  private static Answer nxdomainAtEmpty(
      Zone zone, Name name, RecordType type, Answer.Ordering ordering) {
    Answer right = RIGHT.answer(zone, name, type, ordering);
    boolean empty = zone.find(name).filter(node -> node.sets().isEmpty()).isPresent();
    return empty && right.authoritative() ? withCode(right, ResponseCode.NXDOMAIN) : right;
  }

  private static Answer greedyWildcard(
      Zone zone, Name name, RecordType type, Answer.Ordering ordering) {
    Answer right = RIGHT.answer(zone, name, type, ordering);
    boolean nodata = right.code() == ResponseCode.NOERROR && right.answers().isEmpty();
    return nodata && right.authoritative() && !name.equals(zone.origin())
        ? fromStar(zone, name, name.parent(), type, ordering).orElse(right)
        : right;
  }

  private static Answer crossingWildcard(
      Zone zone, Name name, RecordType type, Answer.Ordering ordering) {
    Answer right = RIGHT.answer(zone, name, type, ordering);
    if (right.code() != ResponseCode.NXDOMAIN || !right.answers().isEmpty()) {
      return right;
    }
    for (Name at = name; !at.equals(zone.origin()); at = at.parent()) {
      Optional<Answer> starred = fromStar(zone, name, at.parent(), type, ordering);
      if (starred.isPresent()) {
        return starred.get();
      }
    }
    return right;
  }

  private static Optional<Answer> fromStar(
      Zone zone, Name name, Name parent, RecordType type, Answer.Ordering ordering) {
    return zone.find(parent)
        .flatMap(ZoneNode::wildcard)
        .filter(star -> star.set(type).isPresent() && star.cut().isEmpty())
        .map(star -> RIGHT.answer(zone, star.name(), type, ordering))
        .map(answer ->
            new Answer(
                answer.code(),
                true,
                answer.answers().stream().map(record -> record.withName(name)).toList(),
                List.of(),
                List.of()));
  }

  private static Answer literalStar(
      Zone zone, Name name, RecordType type, Answer.Ordering ordering) {
    Answer right = RIGHT.answer(zone, name, type, ordering);
    boolean synthesized = zone.find(name).isEmpty() && !right.answers().isEmpty();
    return synthesized
        ? new Answer(
            right.code(),
            right.authoritative(),
            zone.closestEncloser(name)
                .wildcard()
                .map(star -> RIGHT.answer(zone, star.name(), type, ordering).answers())
                .orElse(right.answers()),
            right.authority(),
            right.additional())
        : right;
  }

  private static Answer proudReferral(
      Zone zone, Name name, RecordType type, Answer.Ordering ordering) {
    Answer right = RIGHT.answer(zone, name, type, ordering);
    return new Answer(right.code(), true, right.answers(), right.authority(), right.additional());
  }

  private static Answer ownTtl(Zone zone, Name name, RecordType type, Answer.Ordering ordering) {
    Answer right = RIGHT.answer(zone, name, type, ordering);
    boolean negative =
        right.authority().stream().anyMatch(record -> record.type().equals(RecordType.SOA));
    return negative
        ? new Answer(
            right.code(),
            true,
            right.answers(),
            List.of(zone.startOfAuthority()),
            right.additional())
        : right;
  }

  private static Answer noAuthority(
      Zone zone, Name name, RecordType type, Answer.Ordering ordering) {
    Answer right = RIGHT.answer(zone, name, type, ordering);
    return new Answer(
        right.code(),
        right.authoritative(),
        right.answers(),
        right.authority().stream().filter(record -> !record.type().equals(RecordType.SOA)).toList(),
        right.additional());
  }

  private static Answer withCode(Answer right, ResponseCode code) {
    return new Answer(
        code, right.authoritative(), right.answers(), right.authority(), right.additional());
  }
}
