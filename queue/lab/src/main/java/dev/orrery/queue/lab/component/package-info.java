/// The contract of a whole queue, over gRPC.
@NullMarked
package dev.orrery.queue.lab.component;

import org.jspecify.annotations.NullMarked;
