@NullMarked
package dev.orrery.dns.core.discovery;

import org.jspecify.annotations.NullMarked;
