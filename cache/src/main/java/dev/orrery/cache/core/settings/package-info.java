/// The settings that `CONFIG GET` and `CONFIG SET` show and change while the server runs.
@NullMarked
package dev.orrery.cache.core.settings;

import org.jspecify.annotations.NullMarked;
