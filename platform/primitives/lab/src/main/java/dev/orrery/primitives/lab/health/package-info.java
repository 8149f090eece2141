/// `primitives.health`: judges a [dev.orrery.primitives.health.HealthTracker] by the whole history
/// of probes.
@NullMarked
package dev.orrery.primitives.lab.health;

import org.jspecify.annotations.NullMarked;
