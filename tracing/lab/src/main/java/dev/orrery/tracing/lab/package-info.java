/// The lab of tracing: what can be swapped, by which laws it is judged, what to write and what to
/// see.
@NullMarked
package dev.orrery.tracing.lab;

import org.jspecify.annotations.NullMarked;
