/// DNS over TCP (RFC 7766): each message behind its length in two octets, many on one connection.
@NullMarked
package dev.orrery.dns.edge.tcp;

import org.jspecify.annotations.NullMarked;
