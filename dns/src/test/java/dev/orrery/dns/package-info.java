@NullMarked
package dev.orrery.dns;

import org.jspecify.annotations.NullMarked;
