/// The ordered map that holds the catalog: what is known about every bucket, object, upload and
/// chunk.
///
/// The store above needs three things of it, and no more: a value by its key, all entries of a
/// range in byte order (which is the order of an S3 listing), and a batch that is there whole and
/// durable once the call returns. The last is what makes an object appear in one instant.
///
/// [dev.orrery.objectstore.core.store.SortedMapStore] is the port in a page, for the simulated
/// disk; the one for production is `dev.orrery.objectstore.engine.rocksdb.RocksDbStore`.
@NullMarked
package dev.orrery.objectstore.core.store;

import org.jspecify.annotations.NullMarked;
