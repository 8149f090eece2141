/// What the rooms of the core share: the byte string [dev.orrery.database.core.Bytes] and the
/// errors, [dev.orrery.database.core.DatabaseException].
@NullMarked
package dev.orrery.database.core;

import org.jspecify.annotations.NullMarked;
