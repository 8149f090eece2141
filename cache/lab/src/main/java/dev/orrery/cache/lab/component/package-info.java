/// The contract of a cache behind gRPC, whoever wrote it, and the caches that must fail it.
@NullMarked
package dev.orrery.cache.lab.component;

import org.jspecify.annotations.NullMarked;
