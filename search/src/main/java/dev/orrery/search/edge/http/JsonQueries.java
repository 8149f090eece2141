package dev.orrery.search.edge.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.orrery.search.core.document.FieldDefinition;
import dev.orrery.search.core.document.FieldType;
import dev.orrery.search.core.document.Schema;
import dev.orrery.search.core.query.Query;
import dev.orrery.search.core.query.QueryCheck;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/// The query language of Elasticsearch, as far as it is spoken here: `match_all`, `match`,
/// `match_phrase`, `prefix`, `fuzzy`, `term`, `range` and `bool`. A parameter that is not known is
/// an error, never overlooked.
final class JsonQueries {
  private final Schema schema;

  JsonQueries(Schema schema) {
    this.schema = schema;
  }

  Query query(JsonElement element) {
    return query(element, 1);
  }

  private Query query(JsonElement element, int depth) {
    if (depth > QueryCheck.MAXIMUM_DEPTH) {
      throw RestError.parsing("a query is at most " + QueryCheck.MAXIMUM_DEPTH + " deep");
    }
    Map.Entry<String, JsonElement> clause = JsonBody.only(element, "query");
    JsonElement body = clause.getValue();
    return switch (clause.getKey()) {
      case "match_all" -> new Query.MatchAll();
      case "match" -> match(Parameters.of("match", body, "query", "operator"));
      case "match_phrase" -> {
        Parameters phrase = Parameters.of("match_phrase", body, "query", "slop");
        yield new Query.Phrase(
            phrase.field(), phrase.text("query"), phrase.has("slop") ? phrase.number("slop") : 0);
      }
      case "prefix" -> {
        Parameters prefix = Parameters.of("prefix", body, "value");
        yield new Query.Prefix(prefix.field(), prefix.text("value"));
      }
      case "fuzzy" -> fuzzy(Parameters.of("fuzzy", body, "value", "fuzziness"));
      case "term" -> term(Parameters.of("term", body, "value"));
      case "range" -> range(body);
      case "bool" -> bool(JsonBody.object(body, "bool"), depth);
      default -> throw RestError.parsing("unknown query [" + clause.getKey() + "]");
    };
  }

  private static Query match(Parameters match) {
    String operator = match.has("operator") ? match.text("operator") : "or";
    if (!operator.equalsIgnoreCase("or") && !operator.equalsIgnoreCase("and")) {
      throw RestError.parsing("[match] operator is and or or, not [" + operator + "]");
    }
    return new Query.Match(match.field(), match.text("query"), operator.equalsIgnoreCase("and"));
  }

  private static Query fuzzy(Parameters fuzzy) {
    boolean auto = !fuzzy.has("fuzziness") || fuzzy.text("fuzziness").equalsIgnoreCase("auto");
    return new Query.Fuzzy(
        fuzzy.field(), fuzzy.text("value"), auto ? 0 : fuzzy.number("fuzziness"));
  }

  private Query term(Parameters term) {
    FieldDefinition field = schema.require("query", term.field(), "a field", _ -> true);
    return new Query.Term(field.name(), JsonDocuments.value(field, term.get("value")));
  }

  private Query range(JsonElement body) {
    Map.Entry<String, JsonElement> entry = JsonBody.only(body, "range");
    FieldDefinition field =
        schema.require("query", entry.getKey(), "an integer or date field", FieldType::isNumeric);
    long from = Long.MIN_VALUE;
    long to = Long.MAX_VALUE;
    for (Map.Entry<String, JsonElement> bound :
        JsonBody.object(entry.getValue(), "range").entrySet()) {
      if (!(bound.getValue() instanceof JsonPrimitive value)) {
        throw RestError.parsing("[range] a bound is a number or a date");
      }
      long number = JsonDocuments.whole(field, value);
      switch (bound.getKey()) {
        case "gte" -> from = number;
        case "gt" -> from = number == Long.MAX_VALUE ? number : number + 1;
        case "lte" -> to = number;
        case "lt" -> to = number == Long.MIN_VALUE ? number : number - 1;
        default -> throw unsupported("range", bound.getKey());
      }
    }
    return new Query.Range(field.name(), from, to);
  }

  private Query bool(JsonObject body, int depth) {
    Set<String> known = Set.of("must", "should", "filter", "must_not", "minimum_should_match");
    for (String key : body.keySet()) {
      if (!known.contains(key)) {
        throw unsupported("bool", key);
      }
    }
    List<Query> must = clauses(body, "must", depth);
    List<Query> should = clauses(body, "should", depth);
    List<Query> filter = clauses(body, "filter", depth);
    int minimum =
        body.has("minimum_should_match")
            ? JsonBody.number(body.get("minimum_should_match"), "minimum_should_match")
            : Query.Bool.defaultMinimum(must, should, filter);
    return new Query.Bool(must, should, filter, clauses(body, "must_not", depth), minimum);
  }

  private List<Query> clauses(JsonObject body, String name, int depth) {
    JsonElement clauses = body.get(name);
    return switch (clauses) {
      case null -> List.of();
      case JsonArray several ->
          StreamSupport.stream(several.spliterator(), false)
              .map(clause -> query(clause, depth + 1))
              .toList();
      default -> List.of(query(clauses, depth + 1));
    };
  }

  private static RestError unsupported(String query, String parameter) {
    return RestError.parsing("[" + query + "] query does not support [" + parameter + "]");
  }

  /// `{"FIELD": "value"}` or `{"FIELD": {"first": "value", "others": …}}`.
  private record Parameters(String query, String field, JsonObject values) {
    static Parameters of(String query, JsonElement body, String first, String... others) {
      Map.Entry<String, JsonElement> entry = JsonBody.only(body, query);
      if (!entry.getValue().isJsonObject()) {
        JsonObject values = new JsonObject();
        values.add(first, entry.getValue());
        return new Parameters(query, entry.getKey(), values);
      }
      JsonObject values = entry.getValue().getAsJsonObject();
      for (String name : values.keySet()) {
        if (!name.equals(first) && !List.of(others).contains(name)) {
          throw unsupported(query, name);
        }
      }
      if (!values.has(first)) {
        throw RestError.parsing("[" + query + "] requires [" + first + "]");
      }
      return new Parameters(query, entry.getKey(), values);
    }

    boolean has(String name) {
      return values.has(name);
    }

    JsonElement get(String name) {
      return values.get(name);
    }

    String text(String name) {
      return JsonBody.text(values.get(name), query + "." + name);
    }

    int number(String name) {
      return JsonBody.number(values.get(name), query + "." + name);
    }
  }
}
