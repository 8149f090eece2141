@NullMarked
package dev.orrery.dns.core.query;

import org.jspecify.annotations.NullMarked;
