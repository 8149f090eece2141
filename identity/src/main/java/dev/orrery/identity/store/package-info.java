/// Where accounts lie: the model's database, reached by its contract; a map for tests.
@NullMarked
package dev.orrery.identity.store;

import org.jspecify.annotations.NullMarked;
