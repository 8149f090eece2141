@NullMarked
package dev.orrery.dns.core.message;

import org.jspecify.annotations.NullMarked;
