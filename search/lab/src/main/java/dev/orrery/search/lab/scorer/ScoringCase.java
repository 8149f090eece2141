package dev.orrery.search.lab.scorer;

import dev.orrery.search.core.scoring.CollectionStatistics;
import dev.orrery.search.core.scoring.Scorer;
import dev.orrery.search.core.scoring.TermStatistics;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// A term, in a document, in a collection.
///
/// @param documents of the collection
/// @param averageLength of its documents
/// @param holding how many of the documents hold the term
/// @param frequency of the term in the document
/// @param length of the document, at least the frequency
record ScoringCase(long documents, int averageLength, long holding, int frequency, int length) {

  static Arbitrary<ScoringCase> all() {
    return Combinators.combine(
            Arbitraries.longs().between(10, 100_000),
            Arbitraries.integers().between(5, 200),
            Arbitraries.integers().between(1, 100),
            Arbitraries.integers().between(1, 20),
            Arbitraries.integers().between(0, 300))
        .as((documents, average, percent, frequency, others) ->
            new ScoringCase(
                documents,
                average,
                Math.max(1, documents * percent / 200),
                frequency,
                frequency + others));
  }

  CollectionStatistics collection() {
    return new CollectionStatistics(documents, documents * averageLength);
  }

  /// Every document that holds the term holds it twice.
  TermStatistics term() {
    return new TermStatistics(holding, 2 * holding);
  }

  double score(Scorer scorer) {
    return scorer.term(collection(), term()).score(frequency, length);
  }

  ScoringCase holding(long other) {
    return new ScoringCase(documents, averageLength, other, frequency, length);
  }

  ScoringCase frequency(int other) {
    return new ScoringCase(documents, averageLength, holding, other, length);
  }

  ScoringCase length(int other) {
    return new ScoringCase(documents, averageLength, holding, frequency, other);
  }

  String story() {
    return String.format(
        Locale.ROOT,
        "%d documents of %d terms on average, %d hold the term; it stands %d times in a document of"
            + " %d terms",
        documents,
        averageLength,
        holding,
        frequency,
        length);
  }
}
