/// Passwords: hashing that is slow on purpose (RFC 9106).
@NullMarked
package dev.orrery.identity.core.password;

import org.jspecify.annotations.NullMarked;
