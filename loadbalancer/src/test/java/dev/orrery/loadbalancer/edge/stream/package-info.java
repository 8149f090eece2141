@NullMarked
package dev.orrery.loadbalancer.edge.stream;

import org.jspecify.annotations.NullMarked;
