/// The backends of one service: who they are, who of them is fit, how the next one is chosen.
@NullMarked
package dev.orrery.loadbalancer.core.backend;

import org.jspecify.annotations.NullMarked;
