/// The data directory: one lock and one format version a component, and the real
/// [dev.orrery.primitives.ports.Disk].
@NullMarked
package dev.orrery.runtime.data;

import org.jspecify.annotations.NullMarked;
