package dev.orrery.search;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import dev.orrery.runtime.config.Range;
import dev.orrery.search.core.index.StatisticsScope;
import java.time.Duration;
import java.util.Map;

/// The keys below `search`.
///
/// @param feeds as [dev.orrery.search.core.feed.Feed] describes; replaces those of the assembled
///   system when not empty
public record SearchConfig(
    @Default("2")
        @Range(min = 1, max = 16)
        @Doc("shards of an index that does not say how many it wants")
        int shards,
    @Default("global") @Doc("global: scores do not depend on the shards; local: one round less")
        StatisticsScope statistics,
    @Default("bm25") @Doc("bm25, tf-idf, dirichlet, or the name of a class with a constructor ()")
        String scorer,
    @Default("1.2") @Range(min = 0, max = 1_000) @Doc("BM25: how slowly frequency saturates")
        double k1,
    @Default("0.75") @Range(min = 0, max = 1) @Doc("BM25: how much a document's length counts")
        double b,
    @Default("heap") @Doc("heap, sort, or the name of a class with a constructor ()") String topK,
    @Default("500ms")
        @Range(min = 10, max = 60_000)
        @Doc("how long what was written may take to be found")
        Duration refreshInterval,
    @Default("1s")
        @Range(min = 10, max = 600_000)
        @Doc("how often what the log fed is forced to disk; a crash makes it read that much again")
        Duration commitInterval,
    @Default("4") @Range(min = 1, max = 256) @Doc("threads that work on shards") int threads,
    @Doc("feeds from the log: NAME.topic, NAME.event, NAME.id, NAME.field.FIELD")
        Map<String, String> feeds) {
  public SearchConfig {
    Algorithms.check(scorer, topK);
  }

  public static SearchConfig defaults() {
    return Configuration.empty().bind("search", SearchConfig.class);
  }
}
