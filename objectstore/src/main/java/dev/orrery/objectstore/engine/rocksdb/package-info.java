/// The catalog for production: RocksDB behind the port
/// [dev.orrery.objectstore.core.store.OrderedStore]. Its write-ahead log is on and forced by each
/// commit; commits of several threads share one force.
@NullMarked
package dev.orrery.objectstore.engine.rocksdb;

import org.jspecify.annotations.NullMarked;
