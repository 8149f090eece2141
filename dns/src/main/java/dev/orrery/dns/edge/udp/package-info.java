/// DNS over UDP (RFC 1035 §4.2.1): one datagram, one query.
@NullMarked
package dev.orrery.dns.edge.udp;

import org.jspecify.annotations.NullMarked;
