package dev.orrery.search.engine.lucene;

import dev.orrery.search.core.document.FieldDefinition;
import dev.orrery.search.core.document.Schema;
import dev.orrery.search.core.index.QueryStatistics;
import dev.orrery.search.core.index.QueryStatistics.FieldTerm;
import dev.orrery.search.core.query.Query;
import dev.orrery.search.core.scoring.CollectionStatistics;
import dev.orrery.search.core.scoring.TermStatistics;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.search.BoostAttribute;
import org.apache.lucene.search.FuzzyTermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.BytesRef;

/// What one shard contributes to the statistics of a query.
final class StatisticsCollection {
  private final IndexReader reader;
  private final Schema schema;
  private final Analyzer analyzer;

  StatisticsCollection(IndexReader reader, Schema schema, Analyzer analyzer) {
    this.reader = reader;
    this.schema = schema;
    this.analyzer = analyzer;
  }

  QueryStatistics collect(Query query) throws IOException {
    Map<Query.Fuzzy, Map<String, Float>> expansions = new HashMap<>();
    expand(query, expansions);
    QueryStatistics meant = new QueryStatistics(Map.of(), Map.of(), expansions);
    Set<Term> terms = new HashSet<>();
    new QueryTranslation(schema, analyzer, meant).translate(query).visit(collectInto(terms));
    Map<String, CollectionStatistics> collections = new HashMap<>();
    Map<FieldTerm, TermStatistics> known = new HashMap<>();
    // A shard without any of the terms has documents all the same, and they count.
    Set<String> fields = new HashSet<>();
    expansions.keySet().forEach(fuzzy -> fields.add(fuzzy.field()));
    for (Term term : terms) {
      fields.add(term.field());
      long documents = reader.docFreq(term);
      if (documents > 0) {
        known.put(
            new FieldTerm(term.field(), term.text()),
            new TermStatistics(documents, reader.totalTermFreq(term)));
      }
    }
    IndexSearcher searcher = new IndexSearcher(reader);
    for (String name : fields) {
      var field = searcher.collectionStatistics(name);
      if (field != null) {
        collections.put(name, new CollectionStatistics(field.docCount(), field.sumTotalTermFreq()));
      }
    }
    return new QueryStatistics(collections, known, expansions);
  }

  private static QueryVisitor collectInto(Set<Term> terms) {
    return new QueryVisitor() {
      @Override
      public void consumeTerms(org.apache.lucene.search.Query query, Term... found) {
        terms.addAll(List.of(found));
      }
    };
  }

  private void expand(Query query, Map<Query.Fuzzy, Map<String, Float>> expansions)
      throws IOException {
    if (query instanceof Query.Fuzzy fuzzy) {
      expansions.put(fuzzy, QueryStatistics.nearest(near(fuzzy)));
    } else if (query instanceof Query.Bool bool) {
      for (Query clause :
          Stream.of(bool.must(), bool.should(), bool.filter(), bool.mustNot())
              .flatMap(List::stream)
              .toList()) {
        expand(clause, expansions);
      }
    }
  }

  /// Terms within the distance, each with the share of a full score it earns: 1 for the word
  /// itself, less the more of it differs. A Levenshtein automaton walks the dictionary (Schulz and
  /// Mihov, 2002).
  private Map<String, Float> near(Query.Fuzzy fuzzy) throws IOException {
    Terms terms = MultiTerms.getTerms(reader, fuzzy.field());
    FieldDefinition field = schema.field(fuzzy.field());
    if (terms == null || field == null) {
      return Map.of();
    }
    String wanted =
        new QueryTranslation(schema, analyzer, QueryStatistics.EMPTY)
            .normalized(field, fuzzy.value());
    Map<String, Float> near = new HashMap<>();
    FuzzyTermsEnum walk =
        new FuzzyTermsEnum(terms, new Term(fuzzy.field(), wanted), fuzzy.edits(), 0, true);
    BoostAttribute share = walk.attributes().addAttribute(BoostAttribute.class);
    for (BytesRef term = walk.next(); term != null; term = walk.next()) {
      near.put(term.utf8ToString(), share.getBoost());
    }
    return near;
  }
}
