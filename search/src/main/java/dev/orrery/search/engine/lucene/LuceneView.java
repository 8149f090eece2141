package dev.orrery.search.engine.lucene;

import dev.orrery.search.core.document.Document;
import dev.orrery.search.core.document.FieldDefinition;
import dev.orrery.search.core.document.Schema;
import dev.orrery.search.core.index.Found;
import dev.orrery.search.core.index.Order;
import dev.orrery.search.core.index.QueryStatistics;
import dev.orrery.search.core.index.ShardHits;
import dev.orrery.search.core.index.ShardView;
import dev.orrery.search.core.index.ValueCounts;
import dev.orrery.search.core.query.Query;
import dev.orrery.search.core.ranking.Hit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.SortedNumericSortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/// A reader of one moment, asked in our terms.
final class LuceneView implements ShardView {
  /// Gives the reader back to whom it was borrowed from.
  interface Release {
    void run() throws IOException;
  }

  private final IndexReader reader;
  private final Schema schema;
  private final Analyzer analyzer;
  private final Similarity similarity;
  private final DocumentTranslation documents;
  private final Release release;

  LuceneView(
      IndexReader reader,
      Schema schema,
      Analyzer analyzer,
      Similarity similarity,
      Release release) {
    this.reader = reader;
    this.schema = schema;
    this.analyzer = analyzer;
    this.similarity = similarity;
    this.documents = new DocumentTranslation(schema);
    this.release = release;
  }

  @Override
  public QueryStatistics statistics(Query query) throws IOException {
    return new StatisticsCollection(reader, schema, analyzer).collect(query);
  }

  private IndexSearcher searcher(QueryStatistics statistics) {
    return new StatisticsSearcher(reader, similarity, statistics);
  }

  private org.apache.lucene.search.Query translated(Query query, QueryStatistics statistics) {
    return new QueryTranslation(schema, analyzer, statistics).translate(query);
  }

  @Override
  public ShardHits search(
      Query query, QueryStatistics statistics, Order order, Optional<Hit> after, int limit)
      throws IOException {
    TopFieldCollectorManager collector =
        new TopFieldCollectorManager(
            sort(order),
            limit,
            after.map(hit -> place(order, hit)).orElse(null),
            Integer.MAX_VALUE);
    TopFieldDocs top = searcher(statistics).search(translated(query, statistics), collector);
    List<Hit> hits = new ArrayList<>();
    for (ScoreDoc found : top.scoreDocs) {
      Object[] values = ((FieldDoc) found).fields;
      hits.add(new Hit(((BytesRef) values[1]).utf8ToString(), rank(order, (Number) values[0])));
    }
    return new ShardHits(hits, top.totalHits.value());
  }

  private static Sort sort(Order order) {
    SortField first =
        order.byScore()
            ? SortField.FIELD_SCORE
            : new SortedNumericSortField(
                order.field(),
                SortField.Type.LONG,
                !order.ascending(),
                SortedNumericSelector.Type.MIN,
                missing(order));
    return new Sort(first, new SortField(DocumentTranslation.ID, SortField.Type.STRING));
  }

  /// Beyond every value a field may have, at the end that comes last.
  private static long missing(Order order) {
    return order.ascending() ? Long.MAX_VALUE : Long.MIN_VALUE;
  }

  private static double rank(Order order, Number value) {
    if (order.byScore()) {
      return value.floatValue();
    }
    if (value.longValue() == missing(order)) {
      return Double.NEGATIVE_INFINITY;
    }
    return order.ascending() ? -value.longValue() : value.longValue();
  }

  /// A place between documents: after the hit itself, before whatever comes next.
  private static FieldDoc place(Order order, Hit hit) {
    Object value;
    if (order.byScore()) {
      value = (float) hit.rank();
    } else if (hit.rank() == Double.NEGATIVE_INFINITY) {
      value = missing(order);
    } else {
      value = (long) (order.ascending() ? -hit.rank() : hit.rank());
    }
    return new FieldDoc(Integer.MAX_VALUE, Float.NaN, new Object[] {value, new BytesRef(hit.id())});
  }

  @Override
  public ValueCounts counts(Query query, QueryStatistics statistics, String field, int maximum)
      throws IOException {
    return searcher(statistics)
        .search(translated(query, statistics), new ValueCounting(field, maximum));
  }

  @Override
  public Map<String, Found> fetch(
      List<String> ids,
      Query query,
      QueryStatistics statistics,
      List<String> highlight,
      boolean withDocument)
      throws IOException {
    IndexSearcher searcher = searcher(statistics);
    Map<String, Integer> places = new HashMap<>();
    for (String id : ids) {
      TopDocs found = searcher.search(new TermQuery(new Term(DocumentTranslation.ID, id)), 1);
      if (found.scoreDocs.length == 1) {
        places.put(id, found.scoreDocs[0].doc);
      }
    }
    Map<String, Map<String, List<String>>> passages =
        new Highlights(searcher, analyzer)
            .passages(places, translated(query, statistics), highlight);
    Map<String, Found> result = new HashMap<>();
    for (Map.Entry<String, Integer> entry : places.entrySet()) {
      String id = entry.getKey();
      Document document =
          withDocument
              ? documents.fromLucene(searcher.storedFields().document(entry.getValue()))
              : new Document(id, Map.of());
      result.put(id, new Found(document, passages.getOrDefault(id, Map.of())));
    }
    return result;
  }

  @Override
  public SortedMap<String, Long> valuesFrom(String field, String prefix, int maximum)
      throws IOException {
    FieldDefinition definition = schema.field(field);
    TreeMap<String, Long> values = new TreeMap<>(Hit::byCodePoints);
    if (definition == null) {
      return values;
    }
    BytesRef start = new BytesRef(DocumentTranslation.keyword(definition, prefix));
    for (LeafReaderContext segment : reader.leaves()) {
      Terms terms = segment.reader().terms(field);
      if (terms != null) {
        addValues(terms.iterator(), segment.reader().getLiveDocs(), start, maximum, values);
      }
    }
    return values;
  }

  private static void addValues(
      TermsEnum terms,
      @org.jspecify.annotations.Nullable Bits live,
      BytesRef start,
      int maximum,
      NavigableMap<String, Long> values)
      throws IOException {
    if (terms.seekCeil(start) == TermsEnum.SeekStatus.END) {
      return;
    }
    int seen = 0;
    for (BytesRef term = terms.term();
        term != null && StringHelper.startsWith(term, start) && seen < maximum;
        term = terms.next()) {
      seen++;
      long documents = live == null ? terms.docFreq() : living(terms, live);
      if (documents > 0) {
        values.merge(term.utf8ToString(), documents, Long::sum);
      }
    }
    while (values.size() > maximum) {
      values.pollLastEntry();
    }
  }

  /// A term's own count still counts documents that were replaced.
  private static long living(TermsEnum terms, Bits live) throws IOException {
    PostingsEnum postings = terms.postings(null, PostingsEnum.NONE);
    long documents = 0;
    for (int document = postings.nextDoc();
        document != PostingsEnum.NO_MORE_DOCS;
        document = postings.nextDoc()) {
      documents += live.get(document) ? 1 : 0;
    }
    return documents;
  }

  @Override
  public void close() throws IOException {
    release.run();
  }
}
