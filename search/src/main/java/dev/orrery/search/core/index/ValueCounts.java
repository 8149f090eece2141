package dev.orrery.search.core.index;

import java.util.Map;

/// @param counts documents by value
/// @param total of the documents found
public record ValueCounts(Map<String, Long> counts, long total) {}
