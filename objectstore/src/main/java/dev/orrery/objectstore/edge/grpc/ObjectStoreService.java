package dev.orrery.objectstore.edge.grpc;

import dev.orrery.objectstore.core.account.Accounts;
import dev.orrery.objectstore.core.catalog.BucketRecord;
import dev.orrery.objectstore.core.catalog.ObjectRecord;
import dev.orrery.objectstore.core.objects.ObjectListing;
import dev.orrery.objectstore.core.objects.ObjectStore;
import dev.orrery.objectstore.core.objects.Precondition;
import dev.orrery.objectstore.edge.FileThreads;
import dev.orrery.objectstore.edge.s3.auth.Presigner;
import dev.orrery.objectstore.v1.Bucket;
import dev.orrery.objectstore.v1.CreateBucketRequest;
import dev.orrery.objectstore.v1.CreateBucketResponse;
import dev.orrery.objectstore.v1.DeleteBucketRequest;
import dev.orrery.objectstore.v1.DeleteBucketResponse;
import dev.orrery.objectstore.v1.DeleteRequest;
import dev.orrery.objectstore.v1.DeleteResponse;
import dev.orrery.objectstore.v1.GetRequest;
import dev.orrery.objectstore.v1.GetResponse;
import dev.orrery.objectstore.v1.HeadRequest;
import dev.orrery.objectstore.v1.HeadResponse;
import dev.orrery.objectstore.v1.ListBucketsRequest;
import dev.orrery.objectstore.v1.ListBucketsResponse;
import dev.orrery.objectstore.v1.ListRequest;
import dev.orrery.objectstore.v1.ListResponse;
import dev.orrery.objectstore.v1.ObjectStoreGrpc;
import dev.orrery.objectstore.v1.PresignRequest;
import dev.orrery.objectstore.v1.PresignResponse;
import dev.orrery.objectstore.v1.PutRequest;
import dev.orrery.objectstore.v1.PutResponse;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// The service `orrery.objectstore.v1.ObjectStore` on the core. Thread-safe.
public final class ObjectStoreService extends ObjectStoreGrpc.ObjectStoreImplBase {
  private static final int PAGE = 1_000;
  private static final int DEFAULT_EXPIRES_SECONDS = 900;
  private static final int MAXIMUM_EXPIRES_SECONDS = 604_800;

  private final ObjectStore store;
  private final FileThreads threads;
  private final GetStreams gets;
  private final Accounts accounts;
  private final Time time;
  private final Presigner presigner;
  private final Supplier<String> address;

  /// @param region to presign for
  /// @param address host and port of the S3 port, once it is bound
  public ObjectStoreService(
      ObjectStore store,
      FileThreads threads,
      Accounts accounts,
      Time time,
      String region,
      Supplier<String> address) {
    this.store = store;
    this.threads = threads;
    this.gets = new GetStreams(store, threads);
    this.accounts = accounts;
    this.time = time;
    this.presigner = new Presigner(accounts.first(), region);
    this.address = address;
  }

  private <R> void answer(StreamObserver<R> observer, Callable<R> call) {
    Unary.answer(
        observer,
        () -> {
          try {
            return call.call();
          } catch (RuntimeException refused) {
            throw Refusals.of(refused);
          }
        });
  }

  @Override
  public void createBucket(
      CreateBucketRequest request, StreamObserver<CreateBucketResponse> observer) {
    answer(
        observer,
        () -> {
          BucketRecord bucket =
              new BucketRecord(
                  Requests.bucket(request.getBucket()),
                  accounts.first().owner(),
                  time.wallMillis());
          return threads.call(() -> {
            store.createBucket(bucket);
            return CreateBucketResponse.getDefaultInstance();
          });
        });
  }

  @Override
  public void deleteBucket(
      DeleteBucketRequest request, StreamObserver<DeleteBucketResponse> observer) {
    answer(
        observer,
        () ->
            threads.call(() -> {
              store.deleteBucket(Requests.bucket(request.getBucket()));
              return DeleteBucketResponse.getDefaultInstance();
            }));
  }

  @Override
  public void listBuckets(
      ListBucketsRequest request, StreamObserver<ListBucketsResponse> observer) {
    answer(
        observer,
        () -> {
          ListBucketsResponse.Builder response = ListBucketsResponse.newBuilder();
          for (BucketRecord bucket : threads.call(store::buckets)) {
            response.addBuckets(
                Bucket.newBuilder()
                    .setName(bucket.name())
                    .setCreatedMillis(bucket.createdMillis()));
          }
          return response.build();
        });
  }

  @Override
  public StreamObserver<PutRequest> put(StreamObserver<PutResponse> observer) {
    return new PutStream(store, threads, time, observer);
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> observer) {
    gets.start(request, (ServerCallStreamObserver<GetResponse>) observer);
  }

  @Override
  public void head(HeadRequest request, StreamObserver<HeadResponse> observer) {
    answer(
        observer,
        () -> {
          String bucket = Requests.bucket(request.getBucket());
          String key = Requests.key(request.getKey());
          ObjectRecord object = threads.call(() -> store.head(bucket, key));
          return HeadResponse.newBuilder().setObject(Requests.info(key, object, true)).build();
        });
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<DeleteResponse> observer) {
    answer(
        observer,
        () -> {
          String bucket = Requests.bucket(request.getBucket());
          String key = Requests.key(request.getKey());
          return threads.call(() -> {
            store.delete(bucket, key, Precondition.NONE);
            return DeleteResponse.getDefaultInstance();
          });
        });
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListResponse> observer) {
    answer(
        observer,
        () -> {
          String bucket = Requests.bucket(request.getBucket());
          ObjectListing.Query query =
              new ObjectListing.Query(
                  request.getPrefix(),
                  request.getDelimiter(),
                  request.getAfter(),
                  Requests.bounded("limit", request.getLimit(), PAGE, PAGE));
          ObjectListing.Page page = threads.call(() -> store.list(bucket, query));
          ListResponse.Builder response = ListResponse.newBuilder();
          for (ObjectListing.Entry entry : page.entries()) {
            switch (entry) {
              case ObjectListing.Entry.Folded folded -> response.addCommonPrefixes(folded.name());
              case ObjectListing.Entry.Key key ->
                  response.addObjects(Requests.info(key.name(), key.object(), false));
            }
          }
          return response.setNext(page.truncated() ? page.last() : "").build();
        });
  }

  @Override
  public void presign(PresignRequest request, StreamObserver<PresignResponse> observer) {
    answer(
        observer,
        () -> {
          String method =
              switch (request.getMethod()) {
                case METHOD_GET -> "GET";
                case METHOD_PUT -> "PUT";
                case METHOD_UNSPECIFIED, UNRECOGNIZED ->
                    throw RpcException.invalidArgument("method", "is none of the known");
              };
          int expires =
              Requests.bounded(
                  "expires_seconds",
                  request.getExpiresSeconds(),
                  DEFAULT_EXPIRES_SECONDS,
                  MAXIMUM_EXPIRES_SECONDS);
          String url =
              presigner.url(
                  method,
                  Requests.authority(request.getAuthority()).orElseGet(address),
                  Requests.bucket(request.getBucket()),
                  Requests.key(request.getKey()),
                  Duration.ofSeconds(expires),
                  Instant.ofEpochMilli(time.wallMillis()));
          return PresignResponse.newBuilder().setUrl(url).build();
        });
  }
}
