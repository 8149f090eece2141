package dev.orrery.search.engine.lucene;

import dev.orrery.search.core.index.QueryStatistics;
import dev.orrery.search.core.index.QueryStatistics.FieldTerm;
import dev.orrery.search.core.scoring.CollectionStatistics;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.BytesRef;

/// Searches one shard and scores with statistics from elsewhere: Lucene asks the searcher for them,
/// and so they can be those of the whole index.
final class StatisticsSearcher extends IndexSearcher {
  private final QueryStatistics statistics;

  StatisticsSearcher(IndexReader reader, Similarity similarity, QueryStatistics statistics) {
    super(reader);
    this.statistics = statistics;
    setSimilarity(similarity);
  }

  @Override
  public TermStatistics termStatistics(Term term, int documents, long occurrences) {
    dev.orrery.search.core.scoring.TermStatistics known =
        statistics.terms().get(new FieldTerm(term.field(), term.text()));
    return known == null
        ? new TermStatistics(term.bytes(), documents, occurrences)
        : new TermStatistics(
            BytesRef.deepCopyOf(term.bytes()), known.documents(), known.occurrences());
  }

  @Override
  public org.apache.lucene.search.CollectionStatistics collectionStatistics(String field)
      throws java.io.IOException {
    CollectionStatistics known = statistics.collections().get(field);
    return known == null
        ? super.collectionStatistics(field)
        : new org.apache.lucene.search.CollectionStatistics(
            field, known.documents(), known.documents(), known.terms(), known.documents());
  }
}
