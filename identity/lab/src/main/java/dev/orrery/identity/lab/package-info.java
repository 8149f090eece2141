/// Identity's lab: contracts for what can be swapped in it, wrong twins that the contracts reject,
/// an exercise and two experiments.
@NullMarked
package dev.orrery.identity.lab;

import org.jspecify.annotations.NullMarked;
