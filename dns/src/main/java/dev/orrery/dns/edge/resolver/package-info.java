/// The resolver's sockets and timers: carries the packets of the state machine out and their
/// answers back in.
@NullMarked
package dev.orrery.dns.edge.resolver;

import org.jspecify.annotations.NullMarked;
