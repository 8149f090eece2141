@NullMarked
package dev.orrery.loadbalancer.core.stream;

import org.jspecify.annotations.NullMarked;
