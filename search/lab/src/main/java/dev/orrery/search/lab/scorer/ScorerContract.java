package dev.orrery.search.lab.scorer;

import dev.orrery.search.core.scoring.Scorer;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.Locale;

/// What every scorer must do, and what BM25 and TF-IDF are.
final class ScorerContract {
  private static final double TOLERANCE = 1e-9;

  /// The parameters `--as bm25` is judged with.
  private static final double K1 = 1.2;

  private static final double B = 0.75;

  private ScorerContract() {}

  static Contract<Scorer> any() {
    return Contract.of(
        Contract.ANY,
        law("a score is finite and not negative", ScorerContract::isFinite),
        law("more occurrences never count less", ScorerContract::frequencyCounts),
        law("more occurrences count more, sooner or later", ScorerContract::frequencyMatters),
        law("a longer document never counts more", ScorerContract::lengthCounts),
        law("a much longer document counts less", ScorerContract::lengthMatters),
        law("a rarer term never counts less", ScorerContract::rarityCounts),
        law("a much rarer term counts more", ScorerContract::rarityMatters),
        law("what was asked before changes nothing", ScorerContract::isPure));
  }

  static Contract<Scorer> bm25() {
    return Contract.of(
        "bm25", law("scores as BM25 does (k1 = 1.2, b = 0.75)", ScorerContract::isBm25));
  }

  static Contract<Scorer> tfIdf() {
    return Contract.of("tf-idf", law("scores as TF-IDF does", ScorerContract::isTfIdf));
  }

  private static Law<Scorer, ScoringCase> law(String name, Law.Check<Scorer, ScoringCase> check) {
    return Law.of(name, ScoringCase.all(), ScoringCase::story, check);
  }

  private static void require(boolean holds, String form, Object... values) {
    if (!holds) {
      throw new AssertionError(String.format(Locale.ROOT, form, values));
    }
  }

  private static void isFinite(Scorer scorer, ScoringCase asked) {
    double score = asked.score(scorer);
    require(score >= 0 && Double.isFinite(score), "the score is %s", score);
  }

  private static void frequencyCounts(Scorer scorer, ScoringCase asked) {
    ScoringCase longer = asked.length(asked.length() + 1);
    double once = longer.score(scorer);
    double more = longer.frequency(asked.frequency() + 1).score(scorer);
    require(more >= once - TOLERANCE, "one occurrence more brings %s to %s", once, more);
  }

  private static void frequencyMatters(Scorer scorer, ScoringCase asked) {
    ScoringCase rare = asked.holding(1).length(200).frequency(1);
    double once = rare.score(scorer);
    double often = rare.frequency(100).score(scorer);
    require(often > once, "once gives %s, a hundred times %s", once, often);
  }

  private static void lengthCounts(Scorer scorer, ScoringCase asked) {
    double shorter = asked.score(scorer);
    double longer = asked.length(asked.length() + 1 + asked.length() / 3).score(scorer);
    require(longer <= shorter + TOLERANCE, "longer brings %s to %s", shorter, longer);
  }

  private static void lengthMatters(Scorer scorer, ScoringCase asked) {
    ScoringCase rare = asked.holding(1);
    double shorter = rare.score(scorer);
    double longer = rare.length(100 * asked.length()).score(scorer);
    require(
        longer < shorter || shorter == 0,
        "a hundred times the length leaves %s at %s",
        shorter,
        longer);
  }

  private static void rarityCounts(Scorer scorer, ScoringCase asked) {
    double frequent = asked.score(scorer);
    double rare = asked.holding(Math.max(1, asked.holding() / 2)).score(scorer);
    require(rare >= frequent - TOLERANCE, "half as frequent brings %s to %s", frequent, rare);
  }

  private static void rarityMatters(Scorer scorer, ScoringCase asked) {
    ScoringCase shortOne = asked.length(asked.frequency());
    double frequent = shortOne.holding(asked.documents() / 2).score(scorer);
    double rare = shortOne.holding(1).score(scorer);
    require(rare > frequent, "in half of all documents %s, in one %s", frequent, rare);
  }

  private static void isPure(Scorer scorer, ScoringCase asked) {
    double first = asked.score(scorer);
    Scorer.TermScorer kept = scorer.term(asked.collection(), asked.term());
    asked.holding(asked.documents()).frequency(asked.frequency() + 3).score(scorer);
    double later = kept.score(asked.frequency(), asked.length());
    require(later == first, "first %s, then %s", first, later);
    require(asked.score(scorer) == first, "first %s, then %s", first, asked.score(scorer));
  }

  private static void isBm25(Scorer scorer, ScoringCase asked) {
    double idf =
        Math.log(1 + (asked.documents() - asked.holding() + 0.5) / (asked.holding() + 0.5));
    double relative = (double) asked.length() / asked.averageLength();
    double frequency = asked.frequency();
    same(asked.score(scorer), idf * frequency / (frequency + K1 * (1 - B + B * relative)));
  }

  private static void isTfIdf(Scorer scorer, ScoringCase asked) {
    double idf = Math.log(1 + (double) asked.documents() / asked.holding());
    same(asked.score(scorer), Math.sqrt(asked.frequency()) * idf / Math.sqrt(asked.length()));
  }

  private static void same(double score, double expected) {
    require(
        Math.abs(score - expected) <= TOLERANCE * Math.max(1, expected),
        "the score is %s, expected %s",
        score,
        expected);
  }
}
