/// Refresh tokens that serve once: a family of them is a state machine (RFC 9700 §4.14.2).
@NullMarked
package dev.orrery.identity.core.refresh;

import org.jspecify.annotations.NullMarked;
