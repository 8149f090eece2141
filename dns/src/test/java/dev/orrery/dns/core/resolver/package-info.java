@NullMarked
package dev.orrery.dns.core.resolver;

import org.jspecify.annotations.NullMarked;
