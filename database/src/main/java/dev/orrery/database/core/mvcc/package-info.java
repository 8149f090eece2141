/// Many versions of each row in one ordered store, so that a reader sees one state while writers go
/// on.
///
/// A write never changes an entry, it adds one. Two rows of table `t` after three commits, as the
/// store has them, in its order:
///
/// ```
///   key in the store            value            read at 3     at 4     at 5
///   t ␀ ann  ␀␀ ~5              tombstone                               missing
///   t ␀ ann  ␀␀ ~3              "1st"            "1st"         "1st"
///   t ␀ bob  ␀␀ ~4              "2nd"            missing       "2nd"    "2nd"
/// ```
///
/// `~` is the bitwise complement: newer versions sort first, so the row at version v is the first
/// entry at or after `~v`, one seek ([dev.orrery.database.core.mvcc.VersionedRows]). A deletion
/// writes a tombstone, for two readers: older versions must still find the row, and a transaction
/// that saw the row must not take "missing" for "unchanged" (the phantom that forgot its own
/// deletion).
///
/// What nobody may ask for any more is garbage. [dev.orrery.database.core.mvcc.Retention] says
/// which version is the oldest readable: the one that was newest a retention ago, or an older one
/// that a snapshot pins. [dev.orrery.database.core.mvcc.GarbageCollector] walks the store in small
/// steps and drops, row by row, all that is hidden behind the newest entry at or below that
/// horizon, and that entry too when it is a tombstone.
///
/// Invariants: a read at a readable version gives the same rows whenever it is made; the horizon
/// only grows, and is stored with the first thing that is dropped because of it; a tombstone goes
/// no earlier than what it hides.
@NullMarked
package dev.orrery.database.core.mvcc;

import org.jspecify.annotations.NullMarked;
