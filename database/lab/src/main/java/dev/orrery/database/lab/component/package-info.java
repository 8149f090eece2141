/// The contract of the whole component over gRPC, and meddling channels that break it.
@NullMarked
package dev.orrery.database.lab.component;

import org.jspecify.annotations.NullMarked;
