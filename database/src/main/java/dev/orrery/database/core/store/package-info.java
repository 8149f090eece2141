/// The ordered map underneath everything: [dev.orrery.database.core.store.OrderedStore], the swap
/// point `database.store`.
///
/// A store knows nothing of tables, versions or transactions. It is a sorted map of byte strings
/// that takes batches, each with a number, and that after a crash holds exactly the batches up to
/// one number, which it can tell. It need not be durable batch by batch; the commit log is:
///
/// ```
///   commit log   │ 17 │ 18 │ 19 │ 20 │ 21 │        forced commit by commit, kept until …
///                └──────────────┬─────────┘
///                               │ replayed after a crash: all above appliedVersion()
///   store        ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓┘                  … flush() says: durable through 19
/// ```
///
/// [dev.orrery.database.core.store.SortedMapStore] keeps the map in memory and writes it whole at a
/// flush: for tests, for the simulated disk, and to read. The one for production is
/// `dev.orrery.database.engine.rocksdb.RocksDbStore`.
@NullMarked
package dev.orrery.database.core.store;

import org.jspecify.annotations.NullMarked;
