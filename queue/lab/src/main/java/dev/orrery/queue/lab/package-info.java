/// The queue's lab: contracts with their wrong twins, an exercise, and experiments that draw.
@NullMarked
package dev.orrery.queue.lab;

import org.jspecify.annotations.NullMarked;
