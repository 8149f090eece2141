package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One name and type on the way to an answer: for a client, or for the address of a server that
/// another look-up needs.
///
/// ```
///            ┌────────────────── alias: a new name ───────────────────┐
///            ▼                                                        │
///   known? ──┴─► closest delegation ─► next server ─► send ─► reply ──┼─► data, absence: over
///                     ▲        │ none left               │            │
///                     │        ▼                         └─ silence ──┤
///                     │     next target: a nested look-up             │
///                     └────────────────── referral: further down ─────┘
/// ```
///
/// Every way round costs a packet, a target or an alias, and each of these is bounded; so it ends.
final class Lookup {
  private final Resolver resolver;
  private final @Nullable Lookup parent;
  private final Walk walk;
  private final Name asked;
  private final RecordType type;
  private final WorkBudget budget;
  private final WalkTrace.Builder trace;
  private final int depth;
  private final List<ResourceRecord> chain = new ArrayList<>();
  private Name name;
  private @Nullable Delegation at;
  private boolean climbed;
  private boolean waiting;

  /// Whether something not its own fault was in the way: a failure then says nothing of the name.
  private boolean hindered;

  private @Nullable Result result;

  /// How it ended.
  ///
  /// @param failure why, with SERVFAIL
  record Result(
      ResponseCode code,
      List<ResourceRecord> answers,
      Optional<ResourceRecord> authority,
      String failure) {}

  private Lookup(
      Resolver resolver,
      @Nullable Lookup parent,
      Walk walk,
      Name asked,
      RecordType type,
      WorkBudget budget,
      WalkTrace.Builder trace) {
    this.resolver = resolver;
    this.parent = parent;
    this.walk = walk;
    this.asked = asked;
    this.name = asked;
    this.type = type;
    this.budget = budget;
    this.trace = trace;
    this.depth = parent == null ? 0 : parent.depth + 1;
  }

  /// The look-up of a client's question.
  static Lookup of(Resolver resolver, Walk walk, WorkBudget budget, WalkTrace.Builder trace) {
    return new Lookup(resolver, null, walk, walk.name(), walk.type(), budget, trace);
  }

  Walk walk() {
    return walk;
  }

  Optional<Result> result() {
    return Optional.ofNullable(result);
  }

  /// Goes on until there is something to wait for, or it is over.
  void advance(long now) {
    while (result == null && !waiting && !walk.isOver()) {
      Delegation servers = at;
      if (servers == null) {
        begin(now);
      } else {
        ask(servers, now);
      }
    }
  }

  /// Looks for the name in the cache, and else for the nearest zone whose servers are known.
  private void begin(long now) {
    Optional<CacheEntry> known = resolver.cache().find(name, type, now);
    if (known.isPresent()) {
      switch (known.get()) {
        case CacheEntry.Records(List<ResourceRecord> records, Trust trust) -> {
          // Glue finds servers; it is no answer (RFC 2181 §5.4.1).
          if (trust == Trust.AUTHORITATIVE || parent != null) {
            trace.step(name + " " + type + " is in the cache");
            succeed(records);
            return;
          }
        }
        case CacheEntry.Absent(ResponseCode code, Optional<ResourceRecord> authority) -> {
          trace.step(name + " " + type + " is in the cache: " + absence(code));
          end(new Result(code, chain, authority, ""));
          return;
        }
        case CacheEntry.Failed(String reason) -> {
          failAgain(reason);
          return;
        }
      }
    }
    if (!type.equals(RecordType.CNAME)
        && resolver.cache().find(name, RecordType.CNAME, now).orElse(null)
            instanceof CacheEntry.Records(List<ResourceRecord> alias, Trust _)) {
      trace.step(name + " CNAME is in the cache");
      follow(alias.getFirst(), now);
      return;
    }
    // DS lies above the cut, with the parent (RFC 4035 §3.1.4.1).
    boolean above = type.equals(RecordType.DS) && !name.isRoot();
    at = resolver.closestDelegation(above ? name.parent() : name, now);
  }

  private void ask(Delegation servers, long now) {
    Optional<ServerAddress> server = servers.next(s -> resolver.penalty(s, now));
    if (server.isPresent()) {
      int tries = servers.tries(server.get());
      servers.tried(server.get());
      send(new Resolver.Attempt(server.get(), servers.zone(), name, type, tries, false, true), now);
      return;
    }
    Optional<Name> target = servers.nextTarget();
    if (target.isPresent()) {
      resolveTarget(target.get(), now);
    } else if (servers.lacksAddresses() && !climbed) {
      // The zone's servers are known by name only, and their addresses lie within it: the zone
      // above gave them once, and gives them again.
      climbed = true;
      at = resolver.closestDelegation(servers.zone().parent(), now);
    } else {
      fail("no server of " + servers.zone() + " helps", now);
    }
  }

  private void send(Resolver.Attempt attempt, long now) {
    if (!budget.spend()) {
      hindered = true;
      fail("the question's budget of packets is spent", now);
      return;
    }
    waiting = true;
    resolver.send(this, attempt, now);
  }

  private void resolveTarget(Name target, long now) {
    if (isAskedAbove(target)) {
      hindered = true;
      trace.step("skipped " + target + ": its address is what this is about");
    } else if (depth == ResolverLimits.MAXIMUM_DEPTH) {
      hindered = true;
      trace.step("skipped " + target + ": too many servers of servers");
    } else {
      waiting = true;
      WalkTrace.Builder step = trace.step("where is " + target + "?");
      Lookup nested = new Lookup(resolver, this, walk, target, RecordType.A, budget.nested(), step);
      nested.advance(now);
    }
  }

  /// Whether this look-up or one it is made for wants the address of that name already.
  private boolean isAskedAbove(Name target) {
    for (Lookup above = this; above != null; above = above.parent) {
      boolean same = above.asked.equals(target) || above.name.equals(target);
      if (same && above.type.equals(RecordType.A)) {
        return true;
      }
    }
    return false;
  }

  private void nestedOver(Name target, Result nested, boolean nestedHindered, long now) {
    waiting = false;
    hindered |= nestedHindered;
    if (at != null) {
      at.found(target, nested.answers());
    }
    advance(now);
  }

  /// The server did not answer, or could not be reached.
  void silence(Resolver.Attempt attempt, long now) {
    waiting = false;
    trace.step(attempt + " → no answer");
    advance(now);
  }

  void received(Resolver.Attempt attempt, Reply reply, long now) {
    waiting = false;
    trace.step(attempt + " → " + told(reply));
    switch (reply) {
      case Reply.Data(List<ResourceRecord> records, List<List<ResourceRecord>> sets) -> {
        remember(sets, now);
        succeed(records);
      }
      case Reply.Alias(ResourceRecord alias, List<List<ResourceRecord>> sets) -> {
        remember(sets, now);
        follow(alias, now);
      }
      case Reply.Absence(ResponseCode code, Optional<ResourceRecord> authority) ->
          absent(code, authority, now);
      case Reply.Referral referral -> {
        resolver.remember(referral, now);
        at = resolver.delegation(referral, now);
      }
      case Reply.Truncated _ when !attempt.tcp() -> send(attempt.overTcp(), now);
      case Reply.NoEdns _ when attempt.edns() -> send(attempt.withoutEdns(), now);
      case Reply.Truncated _, Reply.NoEdns _, Reply.Useless _ -> {
        if (at != null) {
          at.giveUp(attempt.server());
        }
      }
    }
    advance(now);
  }

  /// Notes records that were thrown away.
  void refused(List<ResourceRecord> records, Name zone) {
    for (ResourceRecord record : records) {
      trace.step("refused " + record + ": it lies outside " + zone);
    }
  }

  private void remember(List<List<ResourceRecord>> sets, long now) {
    sets.forEach(set -> resolver.remember(set, Trust.AUTHORITATIVE, now));
  }

  private void absent(ResponseCode code, Optional<ResourceRecord> authority, long now) {
    Optional<ResourceRecord> bounded = authority.map(resolver::negativeAuthority);
    bounded.ifPresent(soa ->
        resolver.cache().store(name, type, new CacheEntry.Absent(code, bounded), soa.ttl(), now));
    end(new Result(code, chain, bounded, ""));
  }

  private void follow(ResourceRecord alias, long now) {
    Name target = ((Rdata.Cname) alias.data()).target();
    boolean loop = chain.stream().anyMatch(earlier -> earlier.name().equals(target));
    chain.add(alias);
    if (loop || target.equals(alias.name())) {
      fail("the aliases of " + asked + " lead back to " + target, now);
    } else if (chain.size() > ResolverLimits.MAXIMUM_ALIASES) {
      fail("more than " + ResolverLimits.MAXIMUM_ALIASES + " aliases", now);
    } else {
      name = target;
      at = null;
      climbed = false;
    }
  }

  private void succeed(List<ResourceRecord> records) {
    List<ResourceRecord> all = new ArrayList<>(chain);
    all.addAll(records);
    end(new Result(ResponseCode.NOERROR, all, Optional.empty(), ""));
  }

  /// Ends with SERVFAIL. What failed for a reason of its own is remembered under the name asked;
  /// what was only hindered is not, unless a client asked for it.
  void fail(String reason, long now) {
    trace.step("gave up: " + reason);
    if (!hindered || parent == null) {
      resolver.rememberFailure(asked, type, reason, now);
    }
    end(new Result(ResponseCode.SERVFAIL, List.of(), Optional.empty(), reason));
  }

  /// A failure that is remembered is not remembered anew, else it would never be tried again.
  private void failAgain(String reason) {
    trace.step(name + " " + type + " failed a moment ago: " + reason);
    end(new Result(ResponseCode.SERVFAIL, List.of(), Optional.empty(), reason));
  }

  private void end(Result how) {
    result = how;
    if (parent == null) {
      resolver.over(walk, how);
    } else {
      resolver.later(now -> parent.nestedOver(asked, how, hindered, now));
    }
  }

  private static String absence(ResponseCode code) {
    return code == ResponseCode.NXDOMAIN ? "no such name" : "no such type";
  }

  private static String told(Reply reply) {
    return switch (reply) {
      case Reply.Data(List<ResourceRecord> records, var _) ->
          String.join(", ", records.stream().map(record -> record.data().toString()).toList());
      case Reply.Alias(ResourceRecord record, var _) -> "alias of " + record.data();
      case Reply.Absence(ResponseCode code, var _) -> absence(code);
      case Reply.Referral(Name zone, List<ResourceRecord> servers, var glue) ->
          "referral to %s, servers %d, addresses %d".formatted(zone, servers.size(), glue.size());
      case Reply.Truncated _ -> "truncated";
      case Reply.NoEdns _ -> "does not take EDNS";
      case Reply.Useless(String why) -> why;
    };
  }
}
