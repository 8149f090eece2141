/// Which service a path belongs to: the longest prefix that ends where a segment ends.
@NullMarked
package dev.orrery.loadbalancer.core.routing;

import org.jspecify.annotations.NullMarked;
