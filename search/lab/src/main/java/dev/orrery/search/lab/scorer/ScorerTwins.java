package dev.orrery.search.lab.scorer;

import dev.orrery.search.core.scoring.Bm25;
import dev.orrery.search.core.scoring.CollectionStatistics;
import dev.orrery.search.core.scoring.Scorer;
import dev.orrery.search.core.scoring.TermStatistics;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;

/// Scorers with one mistake each.
final class ScorerTwins {
  private static final Bm25 RIGHT = Bm25.STANDARD;

  private ScorerTwins() {}

  static List<WrongTwin<Scorer>> all() {
    return List.of(
        twin(
            "length-forgotten",
            "a long document counts as much as a short one",
            (collection, term) ->
                (frequency, _) ->
                    RIGHT.term(collection, term).score(frequency, collection.averageLength())),
        twin(
            "length-rewarded",
            "length and average are the wrong way round",
            (collection, term) ->
                (frequency, length) ->
                    RIGHT
                        .term(collection, term)
                        .score(
                            frequency,
                            collection.averageLength() * collection.averageLength() / length)),
        twin(
            "negative-idf",
            "a term in more than half of all documents counts against them",
            (collection, term) -> {
              double n = term.documents();
              double idf = Math.log((collection.documents() - n - 0.5) / (n + 0.5));
              return (frequency, length) -> (idf - 1) * frequency / (frequency + length);
            }),
        twin(
            "frequent-terms-first",
            "the idf is upside down",
            (collection, term) -> {
              double share = (double) term.documents() / collection.documents();
              return (frequency, length) -> Math.log1p(share) * frequency / (frequency + length);
            }),
        twin(
            "idf-forgotten",
            "a rare term counts as much as a frequent one",
            (collection, _) -> RIGHT.term(collection, new TermStatistics(1, 1))),
        twin(
            "frequency-forgotten",
            "a hundred occurrences count as one",
            (collection, term) -> (_, length) -> RIGHT.term(collection, term).score(1, length)),
        twin("remembers-the-last", "the idf of the term asked for last is used", remembering()),
        new WrongTwin<>(
            "local-statistics",
            "the idf is that of a shard that holds half of the documents and happens to hold none"
                + " but one of the term's",
            "bm25",
            (collection, _) ->
                RIGHT.term(
                    new CollectionStatistics(
                        (collection.documents() + 1) / 2, (collection.terms() + 1) / 2),
                    new TermStatistics(1, 1))),
        new WrongTwin<>(
            "unsaturated",
            "ten occurrences count ten times as much as one",
            "bm25",
            (collection, term) ->
                (frequency, length) -> frequency * RIGHT.term(collection, term).score(1, length)));
  }

  private static WrongTwin<Scorer> twin(String name, String mistake, Scorer subject) {
    return new WrongTwin<>(name, mistake, Contract.ANY, subject);
  }

  private static Scorer remembering() {
    return new Scorer() {
      private TermStatistics last = new TermStatistics(1, 1);

      @Override
      public TermScorer term(CollectionStatistics collection, TermStatistics term) {
        last = term;
        return (frequency, length) -> RIGHT.term(collection, last).score(frequency, length);
      }
    };
  }
}
