@NullMarked
package dev.orrery.dns.core.routing;

import org.jspecify.annotations.NullMarked;
