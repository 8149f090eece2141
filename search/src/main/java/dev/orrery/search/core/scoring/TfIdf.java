package dev.orrery.search.core.scoring;

/// Term frequency times inverse document frequency (Spärck Jones 1972; Salton and Buckley 1988):
///
/// ```
///   √frequency × ln(1 + N / n) / √length
/// ```
///
/// The root keeps the tenth occurrence from weighing ten times the first; dividing by the root of
/// the length is the cosine's normalisation when all words of a document differ.
public final class TfIdf implements Scorer {
  @Override
  public TermScorer term(CollectionStatistics collection, TermStatistics term) {
    double idf = Math.log(1 + (double) collection.documents() / term.documents());
    return (frequency, length) -> Math.sqrt(frequency / length) * idf;
  }
}
