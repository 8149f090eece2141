/// The contract of `objectstore.chunkstore`, and stores that break it.
@NullMarked
package dev.orrery.objectstore.lab.chunkstore;

import org.jspecify.annotations.NullMarked;
