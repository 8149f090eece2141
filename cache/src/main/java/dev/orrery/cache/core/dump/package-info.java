/// DUMP and RESTORE: a value as bytes, in a format of this cache's own.
///
/// ```
///   type 1 | what the type's codec writes | version 2, big-endian | CRC-64/Jones of all before 8
/// ```
///
/// Types: 0 string (its bytes). A type joins with a [ValueCodec] and a line in [DumpCommands].
@NullMarked
package dev.orrery.cache.core.dump;

import org.jspecify.annotations.NullMarked;
