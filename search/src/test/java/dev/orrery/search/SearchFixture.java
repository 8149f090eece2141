package dev.orrery.search;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.search.v1.CreateIndexRequest;
import dev.orrery.search.v1.Document;
import dev.orrery.search.v1.Field;
import dev.orrery.search.v1.FieldType;
import dev.orrery.search.v1.FindRequest;
import dev.orrery.search.v1.FindResponse;
import dev.orrery.search.v1.Hit;
import dev.orrery.search.v1.IndexRequest;
import dev.orrery.search.v1.Query;
import dev.orrery.search.v1.RefreshRequest;
import dev.orrery.search.v1.SearchGrpc;
import dev.orrery.search.v1.SearchGrpc.SearchBlockingStub;
import dev.orrery.search.v1.Value;
import dev.orrery.search.v1.Values;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A running engine and a client of it.
final class SearchFixture implements AutoCloseable {
  final ComponentContext context;
  final SearchServer server;
  final ManagedChannel channel;
  final SearchBlockingStub search;

  SearchFixture(Path folder, String... settings) throws Exception {
    this.context = ComponentContext.forTest("search", folder);
    Configuration configuration = Configuration.empty();
    for (String setting : settings) {
      configuration = configuration.with(setting);
    }
    this.server = new SearchServer(configuration.bind("search", SearchConfig.class), context);
    server.start();
    this.channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1",
                server.endpoints().getFirst().port(),
                InsecureChannelCredentials.create())
            .maxInboundMessageSize(8 << 20)
            .build();
    this.search = SearchGrpc.newBlockingStub(channel);
  }

  int httpPort() {
    return server.endpoints().getLast().port();
  }

  /// Posts with an English text, an author, hashtags, and when they were made.
  void createPosts(String index, int shards) {
    search.createIndex(
        CreateIndexRequest.newBuilder()
            .setIndex(index)
            .setShards(shards)
            .addFields(field("text", FieldType.FIELD_TYPE_TEXT).setAnalyzer("english"))
            .addFields(field("author", FieldType.FIELD_TYPE_KEYWORD))
            .addFields(field("hashtag", FieldType.FIELD_TYPE_KEYWORD_LOWERCASE))
            .addFields(field("created", FieldType.FIELD_TYPE_DATE))
            .build());
  }

  static Field.Builder field(String name, FieldType type) {
    return Field.newBuilder().setName(name).setType(type);
  }

  static Document post(String id, String text, String author, long created, String... hashtags) {
    return Document.newBuilder()
        .setId(id)
        .putFields("text", texts(text))
        .putFields("author", texts(author))
        .putFields("hashtag", texts(hashtags))
        .putFields(
            "created",
            Values.newBuilder().addValues(Value.newBuilder().setInteger(created)).build())
        .build();
  }

  static Values texts(String... texts) {
    Values.Builder values = Values.newBuilder();
    for (String text : texts) {
      values.addValues(Value.newBuilder().setText(text));
    }
    return values.build();
  }

  /// Writes and makes visible.
  void write(String index, Document... documents) {
    search.index(
        IndexRequest.newBuilder()
            .setIndex(index)
            .addAllDocuments(Arrays.asList(documents))
            .build());
    refresh(index);
  }

  void refresh(String index) {
    search.refresh(RefreshRequest.newBuilder().setIndex(index).build());
  }

  FindResponse find(String index, Query query) {
    return search.find(FindRequest.newBuilder().setIndex(index).setQuery(query).build());
  }

  List<String> ids(String index, Query query) {
    return ids(find(index, query));
  }

  static List<String> ids(FindResponse found) {
    return found.getHitsList().stream().map(Hit::getId).toList();
  }

  /// All hits, page after page of `size`.
  List<Hit> pages(FindRequest.Builder request, int size) {
    List<Hit> all = new ArrayList<>();
    while (true) {
      List<Hit> page = search.find(request.setSize(size).build()).getHitsList();
      all.addAll(page);
      if (page.size() < size) {
        return all;
      }
      Hit last = page.getLast();
      request.getAfterBuilder().setId(last.getId()).setRank(last.getRank());
    }
  }

  static Query match(String text) {
    return Query.newBuilder()
        .setMatch(Query.Match.newBuilder().setField("text").setText(text))
        .build();
  }

  static Query term(String field, String value) {
    return Query.newBuilder()
        .setTerm(
            Query.Term.newBuilder().setField(field).setValue(Value.newBuilder().setText(value)))
        .build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
    context.close();
  }
}
