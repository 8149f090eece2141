package dev.orrery.search.core.index;

import dev.orrery.search.core.ranking.Hit;
import java.util.List;

/// @param total of all that match, exact
public record SearchResult(List<Entry> hits, long total) {
  public record Entry(Hit hit, Found found) {}
}
