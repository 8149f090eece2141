@NullMarked
package dev.orrery.dns.edge.grpc;

import org.jspecify.annotations.NullMarked;
