package dev.orrery.search.edge.grpc;

import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.search.core.document.Document;
import dev.orrery.search.core.document.FieldDefinition;
import dev.orrery.search.core.document.FieldType;
import dev.orrery.search.core.document.FieldValue;
import dev.orrery.search.core.document.Schema;
import dev.orrery.search.core.index.Order;
import dev.orrery.search.core.index.SearchRequest;
import dev.orrery.search.core.query.Query;
import dev.orrery.search.core.query.QueryCheck;
import dev.orrery.search.core.ranking.Hit;
import dev.orrery.search.v1.CreateIndexRequest;
import dev.orrery.search.v1.Field;
import dev.orrery.search.v1.FindRequest;
import dev.orrery.search.v1.IndexRequest;
import dev.orrery.search.v1.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Requests of the contract as the core takes them, with the limits that the contract names.
final class Requests {
  static final int MAXIMUM_ITEMS = 1_000;
  static final int MAXIMUM_BYTES = 4 << 20;
  static final int MAXIMUM_BUCKETS = 1_000;
  static final int MAXIMUM_SUGGESTIONS = 100;
  static final int MAXIMUM_PREFIX_BYTES = 512;
  private static final int DEFAULT_SIZE = 10;

  private Requests() {}

  static Schema schema(CreateIndexRequest request) {
    List<FieldDefinition> fields = new ArrayList<>();
    for (Field field : request.getFieldsList()) {
      FieldType type =
          switch (field.getType()) {
            case FIELD_TYPE_TEXT -> FieldType.TEXT;
            case FIELD_TYPE_KEYWORD -> FieldType.KEYWORD;
            case FIELD_TYPE_KEYWORD_LOWERCASE -> FieldType.KEYWORD_LOWERCASE;
            case FIELD_TYPE_INTEGER -> FieldType.INTEGER;
            case FIELD_TYPE_DATE -> FieldType.DATE;
            case FIELD_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw RpcException.invalidArgument("fields.type", "is not known");
          };
      boolean standard = type == FieldType.TEXT && field.getAnalyzer().isEmpty();
      fields.add(
          new FieldDefinition(field.getName(), type, standard ? "standard" : field.getAnalyzer()));
    }
    return new Schema(fields);
  }

  static List<Document> documents(IndexRequest request) {
    requireItems("documents", request.getDocumentsCount());
    if (request.getSerializedSize() > MAXIMUM_BYTES) {
      throw RpcException.invalidArgument(
          "documents", "have " + request.getSerializedSize() + " bytes; at most " + MAXIMUM_BYTES);
    }
    return request.getDocumentsList().stream().map(Requests::document).toList();
  }

  private static Document document(dev.orrery.search.v1.Document document) {
    Map<String, List<FieldValue>> fields = new HashMap<>();
    document
        .getFieldsMap()
        .forEach((name, values) ->
            fields.put(
                name,
                values.getValuesList().stream().map(value -> value("documents", value)).toList()));
    return new Document(document.getId(), fields);
  }

  private static FieldValue value(String where, Value value) {
    return switch (value.getKindCase()) {
      case TEXT -> new FieldValue.Text(value.getText());
      case INTEGER -> new FieldValue.Whole(value.getInteger());
      case KIND_NOT_SET -> throw RpcException.invalidArgument(where, "a value has no kind");
    };
  }

  static void requireItems(String field, int count) {
    if (count < 1 || count > MAXIMUM_ITEMS) {
      throw RpcException.invalidArgument(
          field, "are " + count + "; 1 to " + MAXIMUM_ITEMS + " are allowed");
    }
  }

  /// A `uint32`: 0 means ten.
  static int size(String field, int unsigned, int maximum) {
    if (unsigned < 0 || unsigned > maximum) {
      throw RpcException.invalidArgument(
          field, "is " + Integer.toUnsignedString(unsigned) + "; at most " + maximum);
    }
    return unsigned == 0 ? DEFAULT_SIZE : unsigned;
  }

  static SearchRequest search(FindRequest request) {
    return new SearchRequest(
        query(request.hasQuery(), request.getQuery()),
        from(request.getFrom()),
        size("size", request.getSize(), SearchRequest.MAXIMUM_SIZE),
        after(request),
        request.hasSort()
            ? new Order(request.getSort().getField(), request.getSort().getAscending())
            : Order.BY_SCORE,
        List.copyOf(request.getHighlightList()),
        request.getIdsOnly());
  }

  private static int from(int unsigned) {
    return unsigned == 0 ? 0 : size("from", unsigned, SearchRequest.MAXIMUM_WINDOW);
  }

  private static Optional<Hit> after(FindRequest request) {
    if (!request.hasAfter()) {
      return Optional.empty();
    }
    double rank = request.getAfter().getRank();
    if (Double.isNaN(rank)) {
      throw RpcException.invalidArgument("after.rank", "is not a number");
    }
    return Optional.of(new Hit(request.getAfter().getId(), rank));
  }

  static Query query(boolean given, dev.orrery.search.v1.Query query) {
    return given ? query(query, 1) : new Query.MatchAll();
  }

  private static Query query(dev.orrery.search.v1.Query query, int depth) {
    if (depth > QueryCheck.MAXIMUM_DEPTH) {
      throw RpcException.invalidArgument(
          "query", "is more than " + QueryCheck.MAXIMUM_DEPTH + " deep");
    }
    return switch (query.getKindCase()) {
      case MATCH_ALL -> new Query.MatchAll();
      case MATCH ->
          new Query.Match(
              query.getMatch().getField(), query.getMatch().getText(), query.getMatch().getAll());
      case PHRASE ->
          new Query.Phrase(
              query.getPhrase().getField(),
              query.getPhrase().getText(),
              query.getPhrase().getSlop());
      case PREFIX -> new Query.Prefix(query.getPrefix().getField(), query.getPrefix().getValue());
      case FUZZY ->
          new Query.Fuzzy(
              query.getFuzzy().getField(),
              query.getFuzzy().getValue(),
              query.getFuzzy().getMaxEdits());
      case TERM ->
          new Query.Term(
              query.getTerm().getField(), value("query.term", query.getTerm().getValue()));
      case RANGE -> {
        dev.orrery.search.v1.Query.Range range = query.getRange();
        yield new Query.Range(
            range.getField(),
            range.hasFrom() ? range.getFrom() : Long.MIN_VALUE,
            range.hasTo() ? range.getTo() : Long.MAX_VALUE);
      }
      case BOOLEAN -> bool(query.getBoolean(), depth);
      case KIND_NOT_SET -> throw RpcException.invalidArgument("query", "has no kind");
    };
  }

  private static Query bool(dev.orrery.search.v1.Query.Boolean bool, int depth) {
    List<Query> must = all(bool.getMustList(), depth);
    List<Query> should = all(bool.getShouldList(), depth);
    List<Query> filter = all(bool.getFilterList(), depth);
    return new Query.Bool(
        must,
        should,
        filter,
        all(bool.getMustNotList(), depth),
        bool.hasMinimumShouldMatch()
            ? bool.getMinimumShouldMatch()
            : Query.Bool.defaultMinimum(must, should, filter));
  }

  private static List<Query> all(List<dev.orrery.search.v1.Query> queries, int depth) {
    return queries.stream().map(query -> query(query, depth + 1)).toList();
  }
}
