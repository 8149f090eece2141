@NullMarked
package dev.orrery.social.relay;

import org.jspecify.annotations.NullMarked;
