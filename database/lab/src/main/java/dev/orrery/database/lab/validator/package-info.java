/// The contract of a conflict validator (swap point `database.validator`), and validators that
/// break it.
@NullMarked
package dev.orrery.database.lab.validator;

import org.jspecify.annotations.NullMarked;
