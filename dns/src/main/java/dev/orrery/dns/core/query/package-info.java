/// From a packet to a packet: what a server does with one query, without a socket.
///
/// [dev.orrery.dns.core.query.QueryProcessor] is the whole server as a function. The edges for UDP
/// and TCP only carry octets to it and back. [dev.orrery.dns.core.query.RecursiveProcessor] stands
/// beside it behind the same edges and asks a resolver instead of a zone; what both do alike is in
/// [dev.orrery.dns.core.query.QueryIntake].
@NullMarked
package dev.orrery.dns.core.query;

import org.jspecify.annotations.NullMarked;
