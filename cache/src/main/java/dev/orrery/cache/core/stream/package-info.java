/// Streams: entries in the order of their identifiers, appended at the end, read by range or from
/// where a reader stopped. [StreamValue] keeps them in nodes, and trims by whole nodes when it may;
/// [StreamTrim] reads what XADD and XTRIM say about it; the commands know keys. Consumer groups are
/// not there yet.
@NullMarked
package dev.orrery.cache.core.stream;

import org.jspecify.annotations.NullMarked;
