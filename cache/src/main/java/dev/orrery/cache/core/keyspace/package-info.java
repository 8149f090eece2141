/// The keyspace: keys, their values, and the primitive operations on them.
///
/// [dev.orrery.cache.core.keyspace.Databases] joins what must agree at every instant: sixteen
/// tables of entries, the eviction policy that owns the byte bound, and the index of deadlines. It
/// is the only class with a lock. [dev.orrery.cache.core.keyspace.Database] is what commands work
/// on; [dev.orrery.cache.core.keyspace.Keyspace] is the calls of the gRPC contract, made of the
/// same operations. A new type is one more class that implements
/// [dev.orrery.cache.core.keyspace.Value], in a package of its own.
///
/// Reading order: `Value`, `StringValue`, `Entry`, `Database`, `Databases`, `Keyspace`.
@NullMarked
package dev.orrery.cache.core.keyspace;

import org.jspecify.annotations.NullMarked;
