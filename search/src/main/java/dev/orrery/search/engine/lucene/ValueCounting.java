package dev.orrery.search.engine.lucene;

import dev.orrery.search.core.SearchException;
import dev.orrery.search.core.index.ValueCounts;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/// Counts the values of a keyword field over the documents found. Within a segment a value is a
/// small number (its ordinal), so counting is adding to an array; only at a segment's end are the
/// ordinals looked up.
final class ValueCounting implements CollectorManager<ValueCounting.Counter, ValueCounts> {
  private final String field;
  private final int maximum;

  ValueCounting(String field, int maximum) {
    this.field = field;
    this.maximum = maximum;
  }

  @Override
  public Counter newCollector() {
    return new Counter();
  }

  @Override
  public ValueCounts reduce(Collection<Counter> counters) {
    Map<String, Long> sum = new HashMap<>();
    long total = 0;
    for (Counter counter : counters) {
      counter.counts.forEach((value, count) -> sum.merge(value, count, Long::sum));
      total += counter.total;
    }
    require(sum.size());
    return new ValueCounts(sum, total);
  }

  private void require(int values) {
    if (values > maximum) {
      throw new SearchException.TooManyBuckets(field, maximum);
    }
  }

  final class Counter extends SimpleCollector {
    private final Map<String, Long> counts = new HashMap<>();
    private long total;
    private SortedSetDocValues values = DocValues.emptySortedSet();
    private long[] byOrdinal = new long[0];

    @Override
    protected void doSetNextReader(LeafReaderContext segment) throws IOException {
      values = DocValues.getSortedSet(segment.reader(), field);
      byOrdinal = new long[Math.toIntExact(values.getValueCount())];
    }

    @Override
    public void collect(int document) throws IOException {
      total++;
      if (values.advanceExact(document)) {
        for (int i = 0; i < values.docValueCount(); i++) {
          byOrdinal[(int) values.nextOrd()]++;
        }
      }
    }

    @Override
    public void finish() throws IOException {
      for (int ordinal = 0; ordinal < byOrdinal.length; ordinal++) {
        if (byOrdinal[ordinal] > 0) {
          counts.merge(values.lookupOrd(ordinal).utf8ToString(), byOrdinal[ordinal], Long::sum);
        }
      }
      require(counts.size());
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }
}
