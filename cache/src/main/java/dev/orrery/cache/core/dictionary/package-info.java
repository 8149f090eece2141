/// The hash table under everything: keys of a database, fields of a hash, members of a set.
///
/// Why not `java.util.HashMap`: a `SCAN` walks a table across many calls while it grows and
/// shrinks, and must still show every element that stays; and a table of a million keys must not
/// stop the world while it doubles. Both need to know the buckets.
@NullMarked
package dev.orrery.cache.core.dictionary;

import org.jspecify.annotations.NullMarked;
