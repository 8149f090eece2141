/// From a packet to a packet: what a server does with one query, without a socket.
///
/// [dev.orrery.dns.core.query.QueryProcessor] is the whole server as a function. The edges for UDP
/// and TCP only carry octets to it and back; a resolver would stand beside it.
@NullMarked
package dev.orrery.dns.core.query;

import org.jspecify.annotations.NullMarked;
