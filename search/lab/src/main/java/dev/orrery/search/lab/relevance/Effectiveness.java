package dev.orrery.search.lab.relevance;

import dev.orrery.search.v1.CreateIndexRequest;
import dev.orrery.search.v1.Document;
import dev.orrery.search.v1.Field;
import dev.orrery.search.v1.FieldType;
import dev.orrery.search.v1.FindRequest;
import dev.orrery.search.v1.Hit;
import dev.orrery.search.v1.IndexRequest;
import dev.orrery.search.v1.Query;
import dev.orrery.search.v1.RefreshRequest;
import dev.orrery.search.v1.SearchGrpc;
import dev.orrery.search.v1.Value;
import dev.orrery.search.v1.Values;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/// How well an engine behind the contract answers a collection's questions.
///
/// @param ndcg at 10, the mean over all judged questions
/// @param map mean average precision of the first thousand
/// @param rankings of every question, with scores
public record Effectiveness(double ndcg, double map, Map<String, List<Hit>> rankings) {
  private static final int DEPTH = 1_000;
  private static final int BATCH = 500;
  private static final String FIELD = "text";

  /// Indexes the collection as `index`, in English, and asks all its questions.
  public static Effectiveness measure(
      Channel channel, String index, int shards, TestCollection collection) {
    SearchGrpc.SearchBlockingStub search = SearchGrpc.newBlockingStub(channel);
    search.createIndex(
        CreateIndexRequest.newBuilder()
            .setIndex(index)
            .setShards(shards)
            .addFields(
                Field.newBuilder()
                    .setName(FIELD)
                    .setType(FieldType.FIELD_TYPE_TEXT)
                    .setAnalyzer("english"))
            .build());
    fill(search, index, collection.documents());
    search.refresh(RefreshRequest.newBuilder().setIndex(index).build());
    double ndcg = 0;
    double map = 0;
    Map<String, List<Hit>> rankings = new LinkedHashMap<>();
    for (Map.Entry<String, String> query : collection.queries().entrySet()) {
      Map<String, Integer> grades = collection.judgments().get(query.getKey());
      if (grades != null) {
        List<Hit> hits = ask(search, index, query.getValue());
        List<String> ranking = hits.stream().map(Hit::getId).toList();
        Set<String> relevant =
            grades.entrySet().stream()
                .filter(grade -> grade.getValue() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        ndcg += Measures.ndcg(ranking, grades, 10);
        map += Measures.averagePrecision(ranking, relevant);
        rankings.put(query.getKey(), hits);
      }
    }
    return new Effectiveness(ndcg / rankings.size(), map / rankings.size(), rankings);
  }

  private static void fill(
      SearchGrpc.SearchBlockingStub search, String index, SequencedMap<String, String> documents) {
    List<Document> batch = new ArrayList<>();
    documents.forEach((id, text) -> {
      batch.add(
          Document.newBuilder()
              .setId(id)
              .putFields(
                  FIELD, Values.newBuilder().addValues(Value.newBuilder().setText(text)).build())
              .build());
      if (batch.size() == BATCH) {
        search.index(IndexRequest.newBuilder().setIndex(index).addAllDocuments(batch).build());
        batch.clear();
      }
    });
    if (!batch.isEmpty()) {
      search.index(IndexRequest.newBuilder().setIndex(index).addAllDocuments(batch).build());
    }
  }

  private static List<Hit> ask(SearchGrpc.SearchBlockingStub search, String index, String text) {
    return search
        .find(
            FindRequest.newBuilder()
                .setIndex(index)
                .setQuery(
                    Query.newBuilder()
                        .setMatch(Query.Match.newBuilder().setField(FIELD).setText(text)))
                .setSize(DEPTH)
                .setIdsOnly(true)
                .build())
        .getHitsList();
  }
}
