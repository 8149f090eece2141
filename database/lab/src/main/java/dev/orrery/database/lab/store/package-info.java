/// The contract of an ordered store (swap point `database.store`), and stores that break it.
@NullMarked
package dev.orrery.database.lab.store;

import org.jspecify.annotations.NullMarked;
