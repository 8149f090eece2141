package dev.orrery.search.core.scoring;

/// A language model with Dirichlet smoothing (Zhai and Lafferty, *A Study of Smoothing Methods for
/// Language Models Applied to Information Retrieval*, 2004): how much likelier the document makes
/// the term than the collection does.
///
/// ```
///   ln(1 + frequency / (μ × p)) + ln(μ / (length + μ)),   p = occurrences of the term / all terms
/// ```
///
/// at least 0: the second part, which belongs to the document, may outweigh the first.
///
/// @param mu how many words of the collection a document is smoothed with, above 0
public record Dirichlet(double mu) implements Scorer {
  public static final Dirichlet STANDARD = new Dirichlet(2_000);

  public Dirichlet {
    if (!(mu > 0) || Double.isInfinite(mu)) {
      throw new IllegalArgumentException("μ is above 0, not " + mu);
    }
  }

  @Override
  public TermScorer term(CollectionStatistics collection, TermStatistics term) {
    double expected = mu * term.occurrences() / collection.terms();
    return (frequency, length) ->
        Math.max(0, Math.log1p(frequency / expected) + Math.log(mu / (length + mu)));
  }
}
