/// DNS and the service registry behind it: where is what, now?
///
/// **What.** An authoritative name server for one zone, over UDP and TCP; a registry over gRPC in
/// which every instance of the system holds a lease, so that what is leased stands in the zone and
/// what lapses is gone from it; and an iterative resolver, which finds that zone as any client of
/// the world would: from the root down.
///
/// **Why together.** A registry that speaks DNS can be asked by anything that has a resolver,
/// before it has any library of ours; DNS that has a registry behind it can take a dead instance
/// out of its answers without anybody editing a file.
///
/// ```
///    dig, dnsperf, resolvers                       instances, gateways
///        │ UDP        │ TCP                             │ gRPC
///   ┌────▼─────┐ ┌────▼─────┐                    ┌──────▼───────┐
///   │edge.udp  │ │edge.tcp  │                    │edge.grpc     │  watchers: newest list only
///   └────┬─────┘ └────┬─────┘                    └──────┬───────┘
///        │ octets     │ octets                          │ one step at a time
///   ┌────▼────────────▼─────┐   ┌─────────────┐  ┌──────▼───────┐    ┌──────────────┐
///   │core.query             │   │core.        │  │core.registry │───▶│fencing tokens│
///   │decode, ask, encode    │   │discovery    │◀─│leases        │    │ on disk      │
///   └────┬──────────────────┘   └──────┬──────┘  └──────────────┘    └──────────────┘
///        │ reads one version           │ swaps in a new one
///        │        ┌───────────┐        │
///        └───────▶│core.zone  │◀───────┘
///                 └─────▲─────┘
///   clients, tour       │ the last step of a walk
///        │ UDP, TCP, gRPC (with the walk shown)
///   ┌────▼────────────┐ │ ┌──────────────────┐
///   │core.resolver    ├─┴▶│core.hierarchy    │  the root, test., example.test.
///   │cache, budget    │   │closed, at free   │
///   └─────────────────┘   │loopback ports    │
///                         └──────────────────┘
/// ```
///
/// **Invariants.** An answer is made from one version of the zone. No packet makes the server hang,
/// read past its end or fall. At no instant do two live leases of one instance name exist; fencing
/// tokens strictly grow, also across crashes. NXDOMAIN is said only where nothing exists at or
/// below a name. A question to the resolver is answered once, within its budget of packets and its
/// time.
///
/// **When things fail.** A client's packet is malformed: FORMERR, or silence where there is no
/// header. An instance dies: its lease lapses, and what clients have cached of it lives one TTL
/// longer. The disk fails while tokens are reserved: registrations are refused with UNAVAILABLE
/// from then on, queries and renewals go on. This server restarts: all leases are forgotten,
/// holders hear "lapsed" at their next renewal and register again under larger tokens. The mark of
/// the tokens is damaged: it does not start, since to begin anew would hand out tokens twice.
///
/// **Reading order.** [dev.orrery.dns.core.message.Name], [dev.orrery.dns.core.message.WireReader],
/// [dev.orrery.dns.core.zone.Zone], [dev.orrery.dns.core.zone.ClosestEncloserLookup],
/// [dev.orrery.dns.core.query.QueryProcessor]; then
/// [dev.orrery.dns.core.registry.OrderedLeaseTable], [dev.orrery.dns.core.registry.FencingTokens],
/// [dev.orrery.dns.core.discovery.ZonePublisher]; then [dev.orrery.dns.core.resolver.Resolver] and
/// its package; then the edges and [dev.orrery.dns.DnsServer], which alone knows all of them.
@NullMarked
package dev.orrery.dns;

import org.jspecify.annotations.NullMarked;
