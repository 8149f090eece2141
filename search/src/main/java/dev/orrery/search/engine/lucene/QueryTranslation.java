package dev.orrery.search.engine.lucene;

import dev.orrery.search.core.document.FieldDefinition;
import dev.orrery.search.core.document.FieldType;
import dev.orrery.search.core.document.FieldValue;
import dev.orrery.search.core.document.Schema;
import dev.orrery.search.core.index.QueryStatistics;
import dev.orrery.search.core.query.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.TermQuery;

/// A query of ours, as Lucene asks it. Fuzzy clauses become the terms that all shards together
/// found for them, so that every shard asks the same.
final class QueryTranslation {
  private record Token(String term, int position) {}

  private final Schema schema;
  private final Analyzer analyzer;
  private final QueryStatistics statistics;

  QueryTranslation(Schema schema, Analyzer analyzer, QueryStatistics statistics) {
    this.schema = schema;
    this.analyzer = analyzer;
    this.statistics = statistics;
  }

  org.apache.lucene.search.Query translate(Query query) {
    return switch (query) {
      case Query.MatchAll() -> MatchAllDocsQuery.INSTANCE;
      case Query.Match(String field, String text, boolean all) -> match(field(field), text, all);
      case Query.Phrase(String field, String text, int slop) -> phrase(field(field), text, slop);
      case Query.Prefix(String field, String value) ->
          new PrefixQuery(new Term(field, normalized(field(field), value)));
      case Query.Fuzzy fuzzy -> fuzzy(fuzzy);
      case Query.Term(String field, FieldValue.Text(String text)) -> term(field(field), text);
      case Query.Term(String field, FieldValue.Whole(long number)) ->
          new ConstantScoreQuery(LongField.newExactQuery(field, number));
      case Query.Range(String field, long from, long to) ->
          from > to
              ? new MatchNoDocsQuery("an empty range")
              : LongField.newRangeQuery(field, from, to);
      case Query.Bool bool -> bool(bool);
    };
  }

  private FieldDefinition field(String name) {
    FieldDefinition field = schema.field(name);
    if (field == null) {
      throw new IllegalStateException("not checked: " + name);
    }
    return field;
  }

  private org.apache.lucene.search.Query match(FieldDefinition field, String text, boolean all) {
    if (field.type().isKeyword()) {
      return term(field, text);
    }
    BooleanQuery.Builder words = new BooleanQuery.Builder();
    List<Token> tokens = tokens(field.name(), text);
    for (Token token : tokens) {
      words.add(
          new TermQuery(new Term(field.name(), token.term())), all ? Occur.MUST : Occur.SHOULD);
    }
    return tokens.isEmpty() ? new MatchNoDocsQuery("no words") : words.build();
  }

  private org.apache.lucene.search.Query phrase(FieldDefinition field, String text, int slop) {
    if (field.type().isKeyword()) {
      return term(field, text);
    }
    List<Token> tokens = tokens(field.name(), text);
    if (tokens.isEmpty()) {
      return new MatchNoDocsQuery("no words");
    }
    PhraseQuery.Builder phrase = new PhraseQuery.Builder().setSlop(slop);
    int first = tokens.getFirst().position();
    tokens.forEach(
        token -> phrase.add(new Term(field.name(), token.term()), token.position() - first));
    return phrase.build();
  }

  private org.apache.lucene.search.Query term(FieldDefinition field, String text) {
    return field.type() == FieldType.TEXT
        ? new TermQuery(new Term(field.name(), text))
        : new ConstantScoreQuery(
            new TermQuery(new Term(field.name(), DocumentTranslation.keyword(field, text))));
  }

  /// The best of the terms meant counts: a document with three spellings is not three times as
  /// good.
  private org.apache.lucene.search.Query fuzzy(Query.Fuzzy fuzzy) {
    FieldDefinition field = field(fuzzy.field());
    List<org.apache.lucene.search.Query> meant = new ArrayList<>();
    statistics
        .expansions()
        .getOrDefault(fuzzy, Map.of())
        .forEach((term, share) -> meant.add(new BoostQuery(exact(field, term), share)));
    return meant.isEmpty()
        ? new MatchNoDocsQuery("no such term")
        : new DisjunctionMaxQuery(meant, 0);
  }

  private static org.apache.lucene.search.Query exact(FieldDefinition field, String term) {
    TermQuery exact = new TermQuery(new Term(field.name(), term));
    return field.type() == FieldType.TEXT ? exact : new ConstantScoreQuery(exact);
  }

  private org.apache.lucene.search.Query bool(Query.Bool bool) {
    BooleanQuery.Builder clauses = new BooleanQuery.Builder();
    bool.must().forEach(clause -> clauses.add(translate(clause), Occur.MUST));
    bool.should().forEach(clause -> clauses.add(translate(clause), Occur.SHOULD));
    bool.filter().forEach(clause -> clauses.add(translate(clause), Occur.FILTER));
    bool.mustNot().forEach(clause -> clauses.add(translate(clause), Occur.MUST_NOT));
    if (bool.must().isEmpty() && bool.should().isEmpty() && bool.filter().isEmpty()) {
      clauses.add(MatchAllDocsQuery.INSTANCE, Occur.MUST);
    }
    return clauses.setMinimumNumberShouldMatch(bool.minimumShouldMatch()).build();
  }

  /// A part of a word or value as it stands in the index: small letters where the field has them,
  /// no stem.
  String normalized(FieldDefinition field, String value) {
    return field.type() == FieldType.TEXT
        ? analyzer.normalize(field.name(), value).utf8ToString()
        : DocumentTranslation.keyword(field, value);
  }

  private List<Token> tokens(String field, String text) {
    List<Token> tokens = new ArrayList<>();
    try (TokenStream stream = analyzer.tokenStream(field, text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      PositionIncrementAttribute step = stream.addAttribute(PositionIncrementAttribute.class);
      stream.reset();
      int position = -1;
      while (stream.incrementToken()) {
        position += step.getPositionIncrement();
        tokens.add(new Token(term.toString(), position));
      }
      stream.end();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // nothing but a string is read
    }
    return tokens;
  }
}
