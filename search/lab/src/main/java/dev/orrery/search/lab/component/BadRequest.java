package dev.orrery.search.lab.component;

import dev.orrery.search.v1.CreateIndexRequest;
import dev.orrery.search.v1.FindRequest;
import dev.orrery.search.v1.IndexRequest;
import dev.orrery.search.v1.Query;
import dev.orrery.search.v1.SearchGrpc.SearchBlockingStub;
import dev.orrery.search.v1.SuggestRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.UUID;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// A request that must be refused, and how.
///
/// @param call asks for it; handed the name of an index that is not there
record BadRequest(String name, Status.Code code, BiConsumer<SearchBlockingStub, String> call) {
  private static final Status.Code INVALID = Status.Code.INVALID_ARGUMENT;

  static Arbitrary<BadRequest> all() {
    return Arbitraries.of(
        new BadRequest(
            "an index that is not there",
            Status.Code.NOT_FOUND,
            (search, index) -> search.find(find(index).build())),
        new BadRequest(
            "a name of an index with a slash",
            INVALID,
            (search, _) ->
                search.createIndex(CreateIndexRequest.newBuilder().setIndex("a/b").build())),
        new BadRequest(
            "seventeen shards",
            INVALID,
            (search, index) ->
                search.createIndex(
                    CreateIndexRequest.newBuilder().setIndex(index).setShards(17).build())),
        new BadRequest(
            "documents of an index that is not there",
            Status.Code.NOT_FOUND,
            (search, index) ->
                search.index(
                    IndexRequest.newBuilder()
                        .setIndex(index)
                        .addDocuments(dev.orrery.search.v1.Document.newBuilder().setId("x"))
                        .build())),
        new BadRequest(
            "suggestions of an index that is not there",
            Status.Code.NOT_FOUND,
            (search, index) ->
                search.suggest(
                    SuggestRequest.newBuilder()
                        .setIndex(index)
                        .setField("x")
                        .setPrefix("x")
                        .build())));
  }

  private static FindRequest.Builder find(String index) {
    return FindRequest.newBuilder()
        .setIndex(index)
        .setQuery(Query.newBuilder().setMatchAll(Query.MatchAll.getDefaultInstance()));
  }

  void check(SearchBlockingStub search) {
    Status.Code answered = Status.Code.OK;
    try {
      call.accept(search, "check-" + UUID.randomUUID());
    } catch (StatusRuntimeException refused) {
      answered = refused.getStatus().getCode();
    }
    SearchContract.require(
        answered == code, name + " was answered " + answered + ", expected " + code);
  }
}
