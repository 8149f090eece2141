/// What the listeners of layer 4 are: a name, a port, and who stands behind it.
@NullMarked
package dev.orrery.loadbalancer.core.stream;

import org.jspecify.annotations.NullMarked;
