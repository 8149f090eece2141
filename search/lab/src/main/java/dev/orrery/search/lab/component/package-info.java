/// The contract of the whole component, judged over gRPC.
@NullMarked
package dev.orrery.search.lab.component;

import org.jspecify.annotations.NullMarked;
