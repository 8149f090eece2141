/// The contract of a [dev.orrery.identity.core.password.PasswordHasher] and its wrong twins.
@NullMarked
package dev.orrery.identity.lab.password;

import org.jspecify.annotations.NullMarked;
