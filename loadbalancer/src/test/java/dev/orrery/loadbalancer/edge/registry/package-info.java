@NullMarked
package dev.orrery.loadbalancer.edge.registry;

import org.jspecify.annotations.NullMarked;
