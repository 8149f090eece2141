package dev.orrery.search.core.scoring;

/// Okapi BM25 (Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*,
/// 2009).
///
/// ```
///   idf(term) × frequency / (frequency + k1 × (1 − b + b × length / average length))
///
///   idf = ln(1 + (N − n + ½) / (n + ½))
/// ```
///
/// A rare term weighs more than a frequent one; a second occurrence says less than the first
/// (saturation, `k1`); in a long document an occurrence says less than in a short one (`b`). The
/// constant factor k1 + 1 of the paper is left out: it changes no order. The 1 in the logarithm
/// keeps a term that stands in more than half of all documents from counting against them.
///
/// @param k1 how slowly frequency saturates, 0 (at once) or more
/// @param b how much length counts, 0 (not) to 1 (in full)
public record Bm25(double k1, double b) implements Scorer {
  /// What most collections are well served by.
  public static final Bm25 STANDARD = new Bm25(1.2, 0.75);

  public Bm25 {
    if (!(k1 >= 0) || Double.isInfinite(k1) || !(b >= 0 && b <= 1)) {
      throw new IllegalArgumentException("k1 ≥ 0 and 0 ≤ b ≤ 1, not k1 = " + k1 + ", b = " + b);
    }
  }

  @Override
  public TermScorer term(CollectionStatistics collection, TermStatistics term) {
    double n = term.documents();
    double idf = Math.log(1 + (collection.documents() - n + 0.5) / (n + 0.5));
    double average = collection.averageLength();
    return (frequency, length) ->
        idf * frequency / (frequency + k1 * (1 - b + b * length / average));
  }
}
