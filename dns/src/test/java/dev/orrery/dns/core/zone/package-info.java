@NullMarked
package dev.orrery.dns.core.zone;

import org.jspecify.annotations.NullMarked;
