/// `primitives.timers`: judges a [dev.orrery.primitives.timerwheel.Timers] against the list of all
/// timers and their deadlines.
@NullMarked
package dev.orrery.primitives.lab.timers;

import org.jspecify.annotations.NullMarked;
