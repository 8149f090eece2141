/// Accounts and the rules for their names.
@NullMarked
package dev.orrery.identity.core.account;

import org.jspecify.annotations.NullMarked;
