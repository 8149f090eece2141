package dev.orrery.search.edge.grpc;

import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.search.core.document.Document;
import dev.orrery.search.core.document.FieldDefinition;
import dev.orrery.search.core.document.FieldType;
import dev.orrery.search.core.document.FieldValue;
import dev.orrery.search.core.index.Facets;
import dev.orrery.search.core.index.IndexDefinition;
import dev.orrery.search.core.index.SearchResult;
import dev.orrery.search.v1.Bucket;
import dev.orrery.search.v1.Field;
import dev.orrery.search.v1.FindResponse;
import dev.orrery.search.v1.Hit;
import dev.orrery.search.v1.Passages;
import dev.orrery.search.v1.Value;
import dev.orrery.search.v1.Values;
import java.util.List;

/// What the core answers, in the terms of the contract.
final class Responses {
  private Responses() {}

  static FindResponse found(SearchResult result) {
    FindResponse.Builder response = FindResponse.newBuilder().setTotal(result.total());
    for (SearchResult.Entry entry : result.hits()) {
      Hit.Builder hit = Hit.newBuilder().setId(entry.hit().id()).setRank(entry.hit().rank());
      hit.setDocument(document(entry.found().document()));
      entry
          .found()
          .highlights()
          .forEach((field, passages) ->
              hit.putHighlights(field, Passages.newBuilder().addAllPassages(passages).build()));
      response.addHits(hit);
    }
    FindResponse built = response.build();
    if (built.getSerializedSize() > Requests.MAXIMUM_BYTES) {
      throw RpcException.resourceExhausted(
          "ANSWER_TOO_LARGE",
          "the answer has " + built.getSerializedSize() + " bytes; ask for fewer hits");
    }
    return built;
  }

  private static dev.orrery.search.v1.Document document(Document document) {
    dev.orrery.search.v1.Document.Builder built =
        dev.orrery.search.v1.Document.newBuilder().setId(document.id());
    document
        .fields()
        .forEach((name, values) ->
            built.putFields(
                name,
                Values.newBuilder()
                    .addAllValues(values.stream().map(Responses::value).toList())
                    .build()));
    return built.build();
  }

  private static Value value(FieldValue value) {
    return switch (value) {
      case FieldValue.Text(String text) -> Value.newBuilder().setText(text).build();
      case FieldValue.Whole(long number) -> Value.newBuilder().setInteger(number).build();
    };
  }

  static List<Bucket> buckets(List<Facets.Bucket> buckets) {
    return buckets.stream()
        .map(bucket ->
            Bucket.newBuilder().setValue(bucket.value()).setDocuments(bucket.documents()).build())
        .toList();
  }

  static dev.orrery.search.v1.IndexDefinition definition(IndexDefinition index, boolean fed) {
    return dev.orrery.search.v1.IndexDefinition.newBuilder()
        .setIndex(index.name())
        .setShards(index.shards())
        .setFed(fed)
        .addAllFields(index.schema().fields().stream().map(Responses::field).toList())
        .build();
  }

  private static Field field(FieldDefinition field) {
    return Field.newBuilder()
        .setName(field.name())
        .setType(type(field.type()))
        .setAnalyzer(field.analyzer())
        .build();
  }

  private static dev.orrery.search.v1.FieldType type(FieldType type) {
    return switch (type) {
      case TEXT -> dev.orrery.search.v1.FieldType.FIELD_TYPE_TEXT;
      case KEYWORD -> dev.orrery.search.v1.FieldType.FIELD_TYPE_KEYWORD;
      case KEYWORD_LOWERCASE -> dev.orrery.search.v1.FieldType.FIELD_TYPE_KEYWORD_LOWERCASE;
      case INTEGER -> dev.orrery.search.v1.FieldType.FIELD_TYPE_INTEGER;
      case DATE -> dev.orrery.search.v1.FieldType.FIELD_TYPE_DATE;
    };
  }
}
