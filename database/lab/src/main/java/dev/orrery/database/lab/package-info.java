/// The lab of the database: contracts of its swap points and of the whole component, wrong twins
/// that they must reject, an exercise and two experiments.
@NullMarked
package dev.orrery.database.lab;

import org.jspecify.annotations.NullMarked;
