/// Follows the service registry, so that backends come and go without configuration.
@NullMarked
package dev.orrery.loadbalancer.edge.registry;

import org.jspecify.annotations.NullMarked;
