/// The control contract of the running model, and how commands find it.
@NullMarked
package dev.orrery.system.control;

import org.jspecify.annotations.NullMarked;
