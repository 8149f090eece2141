/// The store for production: RocksDB (a log-structured merge tree, O'Neil et al. 1996) through JNI,
/// behind the port [dev.orrery.database.core.store.OrderedStore].
///
/// RocksDB's own write-ahead log is off; ours comes before it. What that leaves RocksDB to promise
/// is just what the port asks: a memtable is written to disk whole, in order, batches undivided, so
/// after a crash it holds all batches up to some one. That needs a single column family, hence the
/// version lies beside the data, under the empty key, in the same batch.
@NullMarked
package dev.orrery.database.engine.rocksdb;

import org.jspecify.annotations.NullMarked;
