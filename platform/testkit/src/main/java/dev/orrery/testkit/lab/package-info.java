/// The manifest of a component's lab: what there is to do and to see. `./orrery lab` lists it from
/// here.
@NullMarked
package dev.orrery.testkit.lab;

import org.jspecify.annotations.NullMarked;
