/// The iterative resolver: it walks from the root down to whoever knows, and asks nobody to walk
/// for it (RFC 1034 §5.3.3).
///
/// ```
///   www.orrery.test A?          cold                                          warm
///        │                  ┌─► root:         "ask test."                     (cached)
///        ▼                  │
///   [ Resolver ] ─ step ────┼─► test.:        "ask orrery.test., it is at …"  (cached)
///        │                  │
///        ▼                  └─► orrery.test.: "127.0.0.7, for 5 s"            ──► asked again
///   127.0.0.7                                                                     after 5 s
/// ```
///
/// **A worked example.** A look-up takes the lowest zone whose servers it knows, asks one of them,
/// and reads the reply as one of seven things ([dev.orrery.dns.core.resolver.Reply]): data, an
/// alias, an absence, a referral further down, "too large", "no EDNS, please", or nothing of use.
/// Where a referral names servers without addresses, finding one is a look-up of its own, nested in
/// the first.
///
/// **What the wire is not believed.** An answer counts only with the id, the question, the case of
/// its letters and the address it was sent to; the port is drawn anew for each packet. Of what
/// counts, only records within the bailiwick of the zone asked are used, and glue only to find
/// servers. So a forger has to guess about 32 bits and the case of every letter at once, and a
/// server of one zone cannot plant records of another (Kaminsky, 2008).
///
/// **What a stranger's zone cannot make us do.** All look-ups of one question draw packets from one
/// [dev.orrery.dns.core.resolver.WorkBudget] and end by one deadline; aliases, nesting, targets of
/// a referral and tries of an address are bounded besides, each by a name in
/// [dev.orrery.dns.core.resolver.ResolverLimits]. A look-up never waits for one that waits for it.
/// Failures are remembered, so that asking again costs nothing.
///
/// **Invariants.** Each question is answered exactly once, in bounded time. Packets out for it
/// never exceed its budget. At most one packet of a question is out at a time. What is served from
/// the cache is no older than its TTL. A nested failure that was not its own, because the budget
/// was spent or its server's address was what is being looked for, is not remembered.
///
/// **Reading order.** [dev.orrery.dns.core.resolver.WorkBudget],
/// [dev.orrery.dns.core.resolver.DnsCache] and [dev.orrery.dns.core.resolver.TtlCache], then
/// [dev.orrery.dns.core.resolver.Reply], [dev.orrery.dns.core.resolver.Delegation],
/// [dev.orrery.dns.core.resolver.Lookup], [dev.orrery.dns.core.resolver.Resolver].
@NullMarked
package dev.orrery.dns.core.resolver;

import org.jspecify.annotations.NullMarked;
