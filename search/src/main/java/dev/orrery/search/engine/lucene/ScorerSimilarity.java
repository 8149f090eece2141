package dev.orrery.search.engine.lucene;

import dev.orrery.search.core.scoring.Scorer;
import dev.orrery.search.core.scoring.Scorer.TermScorer;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.SmallFloat;

/// A [Scorer] in the place where Lucene asks for scores.
///
/// Lucene keeps a document's length in one byte: exact up to 40, then with four significant bits.
/// That is what the scorer is told, here and in every shard alike. A phrase is scored as the sum of
/// its terms, each with the phrase's frequency.
final class ScorerSimilarity extends Similarity {
  private static final int LENGTHS = 256;
  private static final double[] LENGTH_OF_BYTE = new double[LENGTHS];

  static {
    for (int i = 0; i < LENGTHS; i++) {
      LENGTH_OF_BYTE[i] = Math.max(1, SmallFloat.byte4ToInt((byte) i));
    }
  }

  private final Scorer scorer;

  ScorerSimilarity(Scorer scorer) {
    this.scorer = scorer;
  }

  @Override
  public SimScorer scorer(
      float boost, CollectionStatistics collection, TermStatistics... statistics) {
    dev.orrery.search.core.scoring.CollectionStatistics whole =
        new dev.orrery.search.core.scoring.CollectionStatistics(
            collection.docCount(), collection.sumTotalTermFreq());
    List<TermScorer> terms = new ArrayList<>();
    for (TermStatistics term : statistics) {
      terms.add(
          scorer.term(
              whole,
              new dev.orrery.search.core.scoring.TermStatistics(
                  term.docFreq(), term.totalTermFreq())));
    }
    return new Sum(boost, terms);
  }

  private static final class Sum extends SimScorer {
    private final float boost;
    private final List<TermScorer> terms;

    private Sum(float boost, List<TermScorer> terms) {
      this.boost = boost;
      this.terms = terms;
    }

    @Override
    public float score(float frequency, long norm) {
      double length = LENGTH_OF_BYTE[Byte.toUnsignedInt((byte) norm)];
      double sum = 0;
      for (TermScorer term : terms) {
        sum += term.score(frequency, length);
      }
      return (float) (boost * sum);
    }
  }
}
