/// Who runs where, under leases, as a state machine without clock, thread or socket.
///
/// ```
///            Register                 Renew
///   (free) ───────────▶ leased ◀────────────────┐
///      ▲                  │  └──────────────────┘
///      │   Deregister     │
///      ├──────────────────┤        Register naming the live token
///      │   lease length   │        ──────────▶ leased, under a larger token
///      └──────────────────┘
/// ```
///
/// A lease is a promise with an end: whoever crashes is forgotten without anybody noticing the
/// crash. Its price is that the holder may be slow and not know that its lease is over. Therefore
/// each registration gets a **fencing token**, larger than any before it (Kleppmann, "How to do
/// distributed locking", 2016): a resource that has seen token 34 refuses what comes with 33,
/// whatever the holder of 33 believes.
///
/// ```
///   holder A  ──34──▶ lease ······ long pause ······· writes with 34 ──▶ refused
///   holder B                  lapse, register ──35──▶ writes with 35 ──▶ accepted
/// ```
///
/// Leases live in memory: after a restart everybody registers again (a renewal is answered
/// "lapsed"). The tokens must not start again, so [dev.orrery.dns.core.registry.FencingTokens]
/// reserves them in blocks and forces the block's end to disk before it hands out the first of it.
/// A crash wastes at most one block and reuses none.
///
/// Invariants: at no instant two live leases of one instance name; tokens strictly grow, across
/// restarts too; a lease that lapsed is never renewed; the revision grows with every change.
///
/// Reading order: [dev.orrery.dns.core.registry.Instance],
/// [dev.orrery.dns.core.registry.LeaseTable], [dev.orrery.dns.core.registry.OrderedLeaseTable],
/// [dev.orrery.dns.core.registry.FencingTokens].
@NullMarked
package dev.orrery.dns.core.registry;

import org.jspecify.annotations.NullMarked;
