package dev.orrery.search.edge.grpc;

import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import dev.orrery.search.core.SearchException;
import dev.orrery.search.core.index.Facets;
import dev.orrery.search.core.index.IndexCatalog;
import dev.orrery.search.core.index.IndexDefinition;
import dev.orrery.search.core.index.SearchResult;
import dev.orrery.search.core.index.ShardSize;
import dev.orrery.search.core.index.ShardedIndex;
import dev.orrery.search.v1.AggregateRequest;
import dev.orrery.search.v1.AggregateResponse;
import dev.orrery.search.v1.CreateIndexRequest;
import dev.orrery.search.v1.CreateIndexResponse;
import dev.orrery.search.v1.DeleteIndexRequest;
import dev.orrery.search.v1.DeleteIndexResponse;
import dev.orrery.search.v1.DeleteRequest;
import dev.orrery.search.v1.DeleteResponse;
import dev.orrery.search.v1.FindRequest;
import dev.orrery.search.v1.FindResponse;
import dev.orrery.search.v1.IndexRequest;
import dev.orrery.search.v1.IndexResponse;
import dev.orrery.search.v1.ListIndicesRequest;
import dev.orrery.search.v1.ListIndicesResponse;
import dev.orrery.search.v1.RefreshRequest;
import dev.orrery.search.v1.RefreshResponse;
import dev.orrery.search.v1.SearchGrpc;
import dev.orrery.search.v1.StatsRequest;
import dev.orrery.search.v1.StatsResponse;
import dev.orrery.search.v1.SuggestRequest;
import dev.orrery.search.v1.SuggestResponse;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// The contract, call by call.
public final class SearchService extends SearchGrpc.SearchImplBase {
  private final IndexCatalog catalog;
  private final int defaultShards;
  private final Function<String, Map<String, Long>> lags;

  /// @param lags of the partitions that feed an index, by the index's name
  public SearchService(
      IndexCatalog catalog, int defaultShards, Function<String, Map<String, Long>> lags) {
    this.catalog = catalog;
    this.defaultShards = defaultShards;
    this.lags = lags;
  }

  @Override
  public void createIndex(
      CreateIndexRequest request, StreamObserver<CreateIndexResponse> observer) {
    answer(
        observer,
        () -> {
          int shards = request.getShards() == 0 ? defaultShards : request.getShards();
          IndexDefinition definition =
              new IndexDefinition(request.getIndex(), Requests.schema(request), shards);
          catalog.create(definition);
          return CreateIndexResponse.newBuilder().setShards(shards).build();
        });
  }

  @Override
  public void deleteIndex(
      DeleteIndexRequest request, StreamObserver<DeleteIndexResponse> observer) {
    answer(
        observer,
        () -> {
          catalog.delete(request.getIndex());
          return DeleteIndexResponse.getDefaultInstance();
        });
  }

  @Override
  public void listIndices(
      ListIndicesRequest request, StreamObserver<ListIndicesResponse> observer) {
    answer(
        observer,
        () -> {
          ListIndicesResponse.Builder response = ListIndicesResponse.newBuilder();
          for (ShardedIndex index : catalog.all()) {
            boolean fed = catalog.isFed(index.definition().name());
            response.addIndices(Responses.definition(index.definition(), fed));
          }
          return response.build();
        });
  }

  @Override
  public void index(IndexRequest request, StreamObserver<IndexResponse> observer) {
    answer(
        observer,
        () -> {
          catalog.requireWritable(request.getIndex()).put(Requests.documents(request));
          return IndexResponse.getDefaultInstance();
        });
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<DeleteResponse> observer) {
    answer(
        observer,
        () -> {
          Requests.requireItems("ids", request.getIdsCount());
          catalog.requireWritable(request.getIndex()).delete(request.getIdsList());
          return DeleteResponse.getDefaultInstance();
        });
  }

  @Override
  public void refresh(RefreshRequest request, StreamObserver<RefreshResponse> observer) {
    answer(
        observer,
        () -> {
          catalog.require(request.getIndex()).refresh();
          return RefreshResponse.getDefaultInstance();
        });
  }

  @Override
  public void find(FindRequest request, StreamObserver<FindResponse> observer) {
    answer(
        observer,
        () -> {
          SearchResult result =
              catalog.require(request.getIndex()).search(Requests.search(request));
          return Responses.found(result);
        });
  }

  @Override
  public void aggregate(AggregateRequest request, StreamObserver<AggregateResponse> observer) {
    answer(
        observer,
        () -> {
          Facets facets =
              catalog
                  .require(request.getIndex())
                  .facets(
                      Requests.query(request.hasQuery(), request.getQuery()),
                      request.getField(),
                      Requests.size("size", request.getSize(), Requests.MAXIMUM_BUCKETS));
          return AggregateResponse.newBuilder()
              .addAllBuckets(Responses.buckets(facets.buckets()))
              .setDistinct(facets.distinct())
              .setTotal(facets.total())
              .build();
        });
  }

  @Override
  public void suggest(SuggestRequest request, StreamObserver<SuggestResponse> observer) {
    answer(
        observer,
        () -> {
          int bytes = request.getPrefix().getBytes(StandardCharsets.UTF_8).length;
          if (bytes < 1 || bytes > Requests.MAXIMUM_PREFIX_BYTES) {
            throw RpcException.invalidArgument(
                "prefix",
                "has " + bytes + " bytes; 1 to " + Requests.MAXIMUM_PREFIX_BYTES + " are allowed");
          }
          int size = Requests.size("size", request.getSize(), Requests.MAXIMUM_SUGGESTIONS);
          ShardedIndex index = catalog.require(request.getIndex());
          return SuggestResponse.newBuilder()
              .addAllSuggestions(
                  Responses.buckets(index.suggest(request.getField(), request.getPrefix(), size)))
              .build();
        });
  }

  @Override
  public void stats(StatsRequest request, StreamObserver<StatsResponse> observer) {
    answer(
        observer,
        () -> {
          ShardedIndex index = catalog.require(request.getIndex());
          StatsResponse.Builder response =
              StatsResponse.newBuilder()
                  .putAllOffsets(index.offsets())
                  .putAllLags(lags.apply(request.getIndex()));
          for (ShardSize size : index.sizes()) {
            response.addShards(
                StatsResponse.Shard.newBuilder()
                    .setDocuments(size.documents())
                    .setDeleted(size.deleted())
                    .setSegments(size.segments())
                    .setBytes(size.bytes()));
          }
          return response.build();
        });
  }

  private static <R> void answer(StreamObserver<R> observer, Callable<R> call) {
    Unary.answer(
        observer,
        () -> {
          try {
            return call.call();
          } catch (SearchException refused) {
            throw status(refused);
          }
        });
  }

  private static RpcException status(SearchException refused) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused) {
      case SearchException.UnknownIndex _ -> RpcException.notFound("INDEX_NOT_FOUND", message);
      case SearchException.IndexExists _ ->
          RpcException.alreadyExists("INDEX_ALREADY_EXISTS", message);
      case SearchException.IndexIsFed _ -> RpcException.failedPrecondition("INDEX_IS_FED", message);
      case SearchException.Invalid invalid ->
          RpcException.invalidArgument(invalid.field(), message);
      case SearchException.Unfit _ -> RpcException.invalidArgument("documents", message);
      case SearchException.TooManyBuckets _ ->
          RpcException.resourceExhausted("TOO_MANY_BUCKETS", message);
      case SearchException.TooBusy _ -> RpcException.resourceExhausted("TOO_BUSY", message);
    };
  }
}
