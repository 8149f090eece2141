/// Judging an implementation by a contract, for the commands `check` and `lab`.
@NullMarked
package dev.orrery.system.judging;

import org.jspecify.annotations.NullMarked;
