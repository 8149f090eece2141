/// The commands of the launcher, one class each.
@NullMarked
package dev.orrery.system.cli;

import org.jspecify.annotations.NullMarked;
