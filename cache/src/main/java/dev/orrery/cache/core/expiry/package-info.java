/// Expiry: keys that leave when their time to live is over.
///
/// Two halves. *Lazy*: a lookup compares the entry's deadline with the clock, so no reader sees a
/// key too long. *Active*: a timer wheel gives the bytes of keys nobody asks for back, at most one
/// tick late. Either alone would be wrong: lazy leaks what is not read, active is late.
@NullMarked
package dev.orrery.cache.core.expiry;

import org.jspecify.annotations.NullMarked;
