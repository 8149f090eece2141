/// Experiments: what a policy is worth, what an entry costs.
@NullMarked
package dev.orrery.cache.lab.experiments;

import org.jspecify.annotations.NullMarked;
