/// Which of several backends answers the next request: the swap point `loadbalancer.policy`.
@NullMarked
package dev.orrery.loadbalancer.core.balancing;

import org.jspecify.annotations.NullMarked;
