@NullMarked
package dev.orrery.dns.core.registry;

import org.jspecify.annotations.NullMarked;
