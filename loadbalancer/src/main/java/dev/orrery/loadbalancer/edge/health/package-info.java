/// Asks each backend, again and again, whether it is fit.
@NullMarked
package dev.orrery.loadbalancer.edge.health;

import org.jspecify.annotations.NullMarked;
