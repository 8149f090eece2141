package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.Edns;
import dev.orrery.dns.core.message.Header;
import dev.orrery.dns.core.message.MalformedMessageException;
import dev.orrery.dns.core.message.Message;
import dev.orrery.dns.core.message.MessageDecoder;
import dev.orrery.dns.core.message.MessageEncoder;
import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Octets;
import dev.orrery.dns.core.message.Question;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/// The iterative resolver as a state machine: `step(input, now) → outputs`, `nextDeadline()`.
///
/// It knows the root's servers from its hints and finds everything else by asking. Questions that
/// are equal and under way are one. Not thread-safe.
public final class Resolver {
  /// Clients that wait at a time, at most, however few different questions they ask.
  static final int MAXIMUM_ASKERS = 10_000;

  private static final int IDS = 1 << 16;

  /// Octets of UDP payload we take: no fragment on any common path (DNS Flag Day 2020).
  private static final int PAYLOAD = 1_232;

  private final ResolverLimits limits;
  private final List<ResourceRecord> hints;
  private final DnsCache cache;
  private final IntFunction<WorkBudget> budgets;
  private final RandomGenerator random;
  private final ServerHistory history = new ServerHistory();
  private final Map<Walk.Key, Walk> walks = new HashMap<>();
  private final Map<Walk, Lookup> lookups = new HashMap<>();
  private final Map<Long, Exchange> exchanges = new HashMap<>();
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Alarm::sinceStart));
  private final Deque<LongConsumer> later = new ArrayDeque<>();
  private List<ResolverOutput> outputs = new ArrayList<>();
  private int askers;
  private long exchangeCount;
  private long unsolicited;

  /// A packet about to be sent.
  ///
  /// @param zone of whose servers `server` is one
  /// @param tries how often this address was asked before
  record Attempt(
      ServerAddress server,
      Name zone,
      Name name,
      RecordType type,
      int tries,
      boolean tcp,
      boolean edns) {
    Attempt overTcp() {
      return new Attempt(server, zone, name, type, tries, true, edns);
    }

    Attempt withoutEdns() {
      return new Attempt(server, zone, name, type, tries, tcp, false);
    }

    @Override
    public String toString() {
      return "asked %s of zone %s for %s %s%s"
          .formatted(server, zone, name, type, tcp ? " over TCP" : "");
    }
  }

  /// A packet that is out.
  ///
  /// @param question as it was sent, case and all
  private record Exchange(Lookup lookup, Attempt attempt, int id, Question question) {}

  /// When to give up an exchange or a walk.
  private record Alarm(long at, long origin, Optional<Long> exchange, Walk walk) {
    /// Nanosecond clocks wrap; differences to one origin do not.
    long sinceStart() {
      return at - origin;
    }
  }

  private long origin;
  private boolean started;

  /// @param hints NS of the root and the addresses of its servers
  /// @param budgets makes the budget of a question from its number of packets
  /// @param random unpredictable in earnest, seeded in a simulation
  public Resolver(
      ResolverLimits limits,
      List<ResourceRecord> hints,
      DnsCache cache,
      IntFunction<WorkBudget> budgets,
      RandomGenerator random) {
    this.limits = limits;
    this.hints = List.copyOf(hints);
    this.cache = cache;
    this.budgets = budgets;
    this.random = random;
  }

  /// Takes in one thing that happened at `now`, in nanoseconds; returns what is to be done, in
  /// order.
  public List<ResolverOutput> step(ResolverInput input, long now) {
    if (!started) {
      origin = now;
      started = true;
    }
    switch (input) {
      case ResolverInput.Ask(long asker, Name name, RecordType type) ->
          ask(asker, new Walk.Key(name, type), now);
      case ResolverInput.Arrived(long exchange, Octets packet) -> arrived(exchange, packet, now);
      case ResolverInput.Lost(long exchange) -> silence(exchange, now);
      case ResolverInput.Tick _ -> {}
    }
    runLater(now);
    ring(now);
    List<ResolverOutput> done = outputs;
    outputs = new ArrayList<>();
    return done;
  }

  /// When [ResolverInput.Tick] is due; empty when nothing is waited for.
  public OptionalLong nextDeadline() {
    while (!alarms.isEmpty() && isStale(alarms.element())) {
      alarms.remove();
    }
    return alarms.isEmpty() ? OptionalLong.empty() : OptionalLong.of(alarms.element().at());
  }

  /// Packets that answered nothing we asked: somebody guesses, or is late.
  public long unsolicited() {
    return unsolicited;
  }

  /// Entries in the cache.
  public int cacheSize() {
    return cache.size();
  }

  /// Questions under way.
  public int underWay() {
    return walks.size();
  }

  private void ask(long asker, Walk.Key key, long now) {
    Walk same = walks.get(key);
    if (same != null && askers < MAXIMUM_ASKERS) {
      same.askers().add(asker);
      askers++;
      return;
    }
    if (walks.size() == limits.questions() || askers == MAXIMUM_ASKERS) {
      WalkTrace refused = new WalkTrace("too many questions are under way", List.of());
      outputs.add(
          new ResolverOutput.Answer(
              asker,
              new Resolution(ResponseCode.SERVFAIL, List.of(), Optional.empty(), 0, refused)));
      return;
    }
    Walk walk = new Walk(key, budgets.apply(limits.packets()), now + limits.whole().toNanos());
    walk.askers().add(asker);
    askers++;
    walks.put(key, walk);
    alarms.add(new Alarm(walk.deadline(), origin, Optional.empty(), walk));
    Lookup lookup = Lookup.of(this, walk, walk.budget(), walk.trace());
    lookups.put(walk, lookup);
    lookup.advance(now);
  }

  private void runLater(long now) {
    LongConsumer next;
    while ((next = later.poll()) != null) {
      next.accept(now);
    }
  }

  private void ring(long now) {
    while (!alarms.isEmpty() && alarms.element().at() - now <= 0) {
      Alarm alarm = alarms.remove();
      if (isStale(alarm)) {
        continue;
      }
      Lookup lookup = lookups.get(alarm.walk());
      if (alarm.exchange().isPresent()) {
        silence(alarm.exchange().get(), now);
      } else if (lookup != null) {
        lookup.fail("no answer within " + limits.whole().toMillis() + " ms", now);
      }
      runLater(now);
    }
  }

  private boolean isStale(Alarm alarm) {
    return alarm.walk().isOver()
        || alarm.exchange().map(number -> !exchanges.containsKey(number)).orElse(false);
  }

  private void silence(long number, long now) {
    Exchange exchange = exchanges.remove(number);
    if (exchange != null) {
      outputs.add(new ResolverOutput.Close(number));
      history.silent(exchange.attempt().server(), now);
      exchange.lookup().silence(exchange.attempt(), now);
    }
  }

  private void arrived(long number, Octets packet, long now) {
    Exchange exchange = exchanges.get(number);
    Optional<Message> message =
        exchange == null ? Optional.empty() : accepted(exchange, packet.toArray());
    if (exchange == null || message.isEmpty()) {
      // Whoever guesses wrong must not be able to end the wait for the true answer.
      unsolicited++;
      return;
    }
    exchanges.remove(number);
    outputs.add(new ResolverOutput.Close(number));
    Attempt attempt = exchange.attempt();
    history.answered(attempt.server());
    exchange.lookup().refused(Reply.outside(message.get(), attempt.zone()), attempt.zone());
    exchange
        .lookup()
        .received(
            attempt, Reply.of(message.get(), attempt.zone(), attempt.name(), attempt.type()), now);
  }

  /// The message, if it answers what was asked: the id and the question are those sent, the name in
  /// the same case. The edge has seen to the address and the port.
  private static Optional<Message> accepted(Exchange exchange, byte[] packet) {
    try {
      Message message = MessageDecoder.decode(packet, packet.length);
      Header header = message.header();
      if (!header.has(Header.RESPONSE) || header.id() != exchange.id()) {
        return Optional.empty();
      }
      boolean unread =
          message.questions().isEmpty() && header.responseCode() == ResponseCode.FORMERR.code();
      return unread || isSame(message.questions(), exchange.question())
          ? Optional.of(CanonicalForm.of(message))
          : Optional.empty();
    } catch (MalformedMessageException malformed) {
      return Optional.empty();
    }
  }

  private static boolean isSame(List<Question> questions, Question sent) {
    return questions.size() == 1
        && questions.getFirst().type().equals(sent.type())
        && questions.getFirst().recordClass() == sent.recordClass()
        && questions.getFirst().name().sameCase(sent.name());
  }

  // What look-ups call.

  void send(Lookup lookup, Attempt attempt, long now) {
    if (lookup.walk().isOver()) {
      return;
    }
    // A server that does not keep the case would never be heard: the second try does without.
    Name shown = attempt.tries() == 0 ? attempt.name().mixedCase(random) : attempt.name();
    Question question = new Question(shown, attempt.type(), ResourceRecord.INTERNET);
    int id = random.nextInt(IDS);
    Optional<Edns> edns =
        attempt.edns()
            ? Optional.of(new Edns(PAYLOAD, 0, Edns.VERSION, false, List.of()))
            : Optional.empty();
    Message query = Message.bare(new Header(id, 0), List.of(question), edns);
    long number = exchangeCount++;
    exchanges.put(number, new Exchange(lookup, attempt, id, question));
    long patience = limits.firstTry().toNanos() << Math.min(attempt.tries(), 1);
    alarms.add(new Alarm(now + patience, origin, Optional.of(number), lookup.walk()));
    outputs.add(
        new ResolverOutput.Send(
            number,
            attempt.server(),
            attempt.tcp(),
            Octets.of(MessageEncoder.encode(query, MessageEncoder.MAXIMUM_LENGTH))));
  }

  void later(LongConsumer continuation) {
    later.add(continuation);
  }

  void over(Walk walk, Lookup.Result result) {
    walk.end();
    askers -= walk.askers().size();
    walks.remove(walk.key());
    lookups.remove(walk);
    exchanges
        .entrySet()
        .removeIf(entry -> {
          boolean own = entry.getValue().lookup().walk() == walk;
          if (own) {
            outputs.add(new ResolverOutput.Close(entry.getKey()));
          }
          return own;
        });
    Resolution resolution =
        new Resolution(
            result.code(),
            result.answers(),
            result.authority(),
            walk.budget().spent(),
            walk.trace().build());
    walk.askers().forEach(asker -> outputs.add(new ResolverOutput.Answer(asker, resolution)));
  }

  DnsCache cache() {
    return cache;
  }

  int penalty(ServerAddress server, long now) {
    return history.penalty(server, now);
  }

  /// The servers of the lowest zone at or above `name` that are known; the root's are in the hints.
  Delegation closestDelegation(Name name, long now) {
    for (Name zone = name; !zone.isRoot(); zone = zone.parent()) {
      if (cache.find(zone, RecordType.NS, now).orElse(null)
          instanceof CacheEntry.Records(List<ResourceRecord> servers, Trust _)) {
        return withKnownAddresses(new Delegation(zone, servers, true, random), now);
      }
    }
    List<ResourceRecord> servers =
        hints.stream().filter(record -> record.type().equals(RecordType.NS)).toList();
    Delegation root = new Delegation(Name.ROOT, servers, false, random);
    for (Name server : root.unresolved()) {
      root.found(server, hints.stream().filter(record -> record.name().equals(server)).toList());
    }
    return root;
  }

  /// The servers of a referral, with its glue; what has TTL 0 serves for this once.
  Delegation delegation(Reply.Referral referral, long now) {
    Delegation below = new Delegation(referral.zone(), referral.servers(), false, random);
    for (Name server : below.unresolved()) {
      below.found(
          server, referral.glue().stream().filter(record -> record.name().equals(server)).toList());
    }
    return withKnownAddresses(below, now);
  }

  private Delegation withKnownAddresses(Delegation delegation, long now) {
    for (Name server : delegation.unresolved()) {
      for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
        if (cache.find(server, type, now).orElse(null)
            instanceof CacheEntry.Records(List<ResourceRecord> addresses, Trust _)) {
          delegation.found(server, addresses);
        }
      }
    }
    return delegation;
  }

  void remember(List<ResourceRecord> set, Trust trust, long now) {
    if (set.isEmpty()) {
      return;
    }
    ResourceRecord first = set.getFirst();
    long ttl = Math.min(first.ttl(), limits.maximumTtl());
    cache.store(first.name(), first.type(), new CacheEntry.Records(set, trust), ttl, now);
  }

  void remember(Reply.Referral referral, long now) {
    remember(referral.servers(), Trust.REFERRAL, now);
    Map<Walk.Key, List<ResourceRecord>> sets = new HashMap<>();
    for (ResourceRecord record : referral.glue()) {
      sets.computeIfAbsent(new Walk.Key(record.name(), record.type()), _ -> new ArrayList<>())
          .add(record);
    }
    sets.values().forEach(set -> remember(set, Trust.GLUE, now));
  }

  void rememberFailure(Name name, RecordType type, String reason, long now) {
    cache.store(name, type, new CacheEntry.Failed(reason), limits.failureTtl(), now);
  }

  /// An absence lasts as long as the smaller of the SOA's TTL and its MINIMUM (RFC 2308 §5).
  ResourceRecord negativeAuthority(ResourceRecord authority) {
    long minimum = ((Rdata.Soa) authority.data()).minimum();
    return authority.withTtl(Math.min(Math.min(authority.ttl(), minimum), limits.negativeTtl()));
  }
}
