/// The lab of the object store: two contracts with their wrong twins, an exercise, two experiments.
@NullMarked
package dev.orrery.objectstore.lab;

import org.jspecify.annotations.NullMarked;
