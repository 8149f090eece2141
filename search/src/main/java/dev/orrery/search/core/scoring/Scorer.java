package dev.orrery.search.core.scoring;

/// How well a term's occurrence in a document answers a question for it. Swap point
/// `search.scorer`.
///
/// A document's score is the sum over the question's terms. What depends on the collection alone is
/// worked out once a term and question, in [#term]; what it returns is asked for every document
/// that holds the term.
///
/// An implementation is thread-safe and pure: equal statistics give equal scores, whichever shard
/// asks. Scores are finite, not negative, never fall when the frequency rises and never rise when
/// the document grows: the engine leaves documents out by these bounds.
@FunctionalInterface
public interface Scorer {
  /// @param collection of the field, over all shards
  /// @param term over all shards
  TermScorer term(CollectionStatistics collection, TermStatistics term);

  /// One term in one document.
  @FunctionalInterface
  interface TermScorer {
    /// @param frequency how often the term stands in the document's field, above 0; of a phrase
    ///   with slop a fraction
    /// @param length of the document's field in terms, at least 1
    double score(double frequency, double length);
  }
}
