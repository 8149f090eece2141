package dev.orrery.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.orrery.objectstore.v1.CreateBucketRequest;
import dev.orrery.objectstore.v1.DeleteBucketRequest;
import dev.orrery.objectstore.v1.DeleteRequest;
import dev.orrery.objectstore.v1.GetRequest;
import dev.orrery.objectstore.v1.GetResponse;
import dev.orrery.objectstore.v1.HeadRequest;
import dev.orrery.objectstore.v1.ListBucketsRequest;
import dev.orrery.objectstore.v1.ListRequest;
import dev.orrery.objectstore.v1.ListResponse;
import dev.orrery.objectstore.v1.ObjectInfo;
import dev.orrery.objectstore.v1.ObjectStoreGrpc;
import dev.orrery.objectstore.v1.PresignRequest;
import dev.orrery.objectstore.v1.PutHeader;
import dev.orrery.objectstore.v1.PutRequest;
import dev.orrery.objectstore.v1.PutResponse;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.testkit.wait.Await;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gRPC contract over a real socket, and what survives a crash of the process.
class ContractTest {
  private static final String BUCKET = "bucket";

  @TempDir Path folder;
  private RunningServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RunningServer(folder.resolve("data"), "objectstore.chunk-size=64KiB");
    stub().createBucket(CreateBucketRequest.newBuilder().setBucket(BUCKET).build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ObjectStoreGrpc.ObjectStoreBlockingStub stub() {
    return ObjectStoreGrpc.newBlockingStub(server.channel())
        .withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  private static final class Answer extends CompletableFuture<ObjectInfo>
      implements StreamObserver<PutResponse> {
    @Override
    public void onNext(PutResponse response) {
      complete(response.getObject());
    }

    @Override
    public void onError(Throwable failure) {
      completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {}
  }

  private ObjectInfo put(PutHeader header, byte[] content) throws Exception {
    Answer answer = new Answer();
    StreamObserver<PutRequest> call = ObjectStoreGrpc.newStub(server.channel()).put(answer);
    call.onNext(PutRequest.newBuilder().setHeader(header).build());
    for (int at = 0; at < content.length; at += 50_000) {
      int count = Math.min(50_000, content.length - at);
      call.onNext(PutRequest.newBuilder().setData(ByteString.copyFrom(content, at, count)).build());
    }
    call.onCompleted();
    return answer.get(20, TimeUnit.SECONDS);
  }

  private static PutHeader.Builder header(String key) {
    return PutHeader.newBuilder().setBucket(BUCKET).setKey(key);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private byte[] get(GetRequest request) {
    Iterator<GetResponse> messages = stub().get(request);
    assertThat(messages.next().hasObject()).isTrue();
    ByteString all = ByteString.EMPTY;
    while (messages.hasNext()) {
      all = all.concat(messages.next().getData());
    }
    return all.toByteArray();
  }

  private byte[] get(String key) {
    return get(GetRequest.newBuilder().setBucket(BUCKET).setKey(key).build());
  }

  private static void refused(String reason, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            status -> assertThat(RpcException.reasonOf(status)).hasValue(reason));
  }

  @Test
  void putsGetsListsAndDeletes() throws Exception {
    byte[] content = random(300_001);
    ObjectInfo info =
        put(
            header("a/1").setContentType("image/png").putMetadata("color", "blue").build(),
            content);
    assertThat(info.getSize()).isEqualTo(content.length);
    put(header("a/2").build(), new byte[0]);
    put(header("b").build(), new byte[1]);
    assertThat(get("a/1")).isEqualTo(content);
    assertThat(get("a/2")).isEmpty();
    assertThat(
            get(
                GetRequest.newBuilder()
                    .setBucket(BUCKET)
                    .setKey("a/1")
                    .setOffset(65_530)
                    .setLength(10)
                    .build()))
        .isEqualTo(java.util.Arrays.copyOfRange(content, 65_530, 65_540));
    ObjectInfo head =
        stub().head(HeadRequest.newBuilder().setBucket(BUCKET).setKey("a/1").build()).getObject();
    assertThat(head.getContentType()).isEqualTo("image/png");
    assertThat(head.getMetadataMap()).containsEntry("color", "blue");
    ListResponse listed =
        stub().list(ListRequest.newBuilder().setBucket(BUCKET).setDelimiter("/").build());
    assertThat(listed.getCommonPrefixesList()).containsExactly("a/");
    assertThat(listed.getObjects(0).getKey()).isEqualTo("b");
    stub().delete(DeleteRequest.newBuilder().setBucket(BUCKET).setKey("b").build());
    refused("NO_SUCH_KEY", () -> get("b"));
    refused(
        "BUCKET_NOT_EMPTY",
        () -> stub().deleteBucket(DeleteBucketRequest.newBuilder().setBucket(BUCKET).build()));
    assertThat(stub().listBuckets(ListBucketsRequest.getDefaultInstance()).getBucketsCount())
        .isEqualTo(1);
  }

  @Test
  void refusesWhatTheContractNames() throws Exception {
    put(header("key").build(), new byte[10]);
    refused(
        "INVALID_RANGE",
        () -> get(GetRequest.newBuilder().setBucket(BUCKET).setKey("key").setOffset(10).build()));
    refused(
        "BUCKET_EXISTS",
        () -> stub().createBucket(CreateBucketRequest.newBuilder().setBucket(BUCKET).build()));
    refused(
        "INVALID_FIELD",
        () -> stub().createBucket(CreateBucketRequest.newBuilder().setBucket("A").build()));
    refused(
        "NO_SUCH_BUCKET", () -> stub().list(ListRequest.newBuilder().setBucket("nobody").build()));
    assertThatThrownBy(() -> put(header("key").setIfAbsent(true).build(), new byte[1]))
        .rootCause()
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            status -> assertThat(RpcException.reasonOf(status)).hasValue("PRECONDITION_FAILED"));
  }

  @Test
  void aPresignedUrlStoresAndFetchesWithoutCredentials() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> stored =
          http.send(
              HttpRequest.newBuilder(presigned(PresignRequest.Method.METHOD_PUT))
                  .header("content-type", "image/png")
                  .PUT(HttpRequest.BodyPublishers.ofString("pixels"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
      HttpResponse<String> fetched =
          http.send(
              HttpRequest.newBuilder(presigned(PresignRequest.Method.METHOD_GET)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(fetched.body()).isEqualTo("pixels");
      assertThat(fetched.headers().firstValue("content-type")).hasValue("image/png");
    }
  }

  private URI presigned(PresignRequest.Method method) {
    return URI.create(
        stub()
            .presign(
                PresignRequest.newBuilder()
                    .setMethod(method)
                    .setBucket(BUCKET)
                    .setKey("a picture/ü.png")
                    .build())
            .getUrl());
  }

  @Test
  void whatWasAnsweredSurvivesACrashAndWhatWasCutIsSweptAway() throws Exception {
    byte[] content = random(200_000);
    put(header("kept").build(), content);
    Answer answer = new Answer();
    StreamObserver<PutRequest> cut = ObjectStoreGrpc.newStub(server.channel()).put(answer);
    cut.onNext(PutRequest.newBuilder().setHeader(header("cut")).build());
    cut.onNext(PutRequest.newBuilder().setData(ByteString.copyFrom(content)).build());
    int kept = 4;
    Await.until(Duration.ofSeconds(10), () -> chunkFiles() > kept, "the chunks of the cut object");
    server.crashAndRestart();
    assertThat(get("kept")).isEqualTo(content);
    refused("NO_SUCH_KEY", () -> get("cut"));
    Await.until(Duration.ofSeconds(10), () -> chunkFiles() == kept, "the sweep");
  }

  @Test
  void aCancelledUploadLeavesNothing() throws IOException {
    StreamObserver<PutRequest> call = ObjectStoreGrpc.newStub(server.channel()).put(new Answer());
    call.onNext(PutRequest.newBuilder().setHeader(header("gone")).build());
    call.onNext(PutRequest.newBuilder().setData(ByteString.copyFrom(random(100_000))).build());
    Await.until(Duration.ofSeconds(10), () -> chunkFiles() > 0, "the first chunk");
    ((ClientCallStreamObserver<PutRequest>) call).cancel("changed my mind", null);
    Await.until(Duration.ofSeconds(10), () -> chunkFiles() == 0, "the chunks to go");
    refused("NO_SUCH_KEY", () -> get("gone"));
  }

  private long chunkFiles() throws IOException {
    try (var files = Files.walk(folder.resolve("data/files"))) {
      return files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{16}")).count();
    }
  }

  @Test
  void credentialsAreMadeForTheirOwnerOnly() throws IOException {
    Path directory = Files.createDirectories(folder.resolve("fresh"));
    var accounts = CredentialsFile.load(directory, ObjectStoreConfig.defaults());
    assertThat(accounts.first().accessKey()).startsWith("AKIA").hasSize(20);
    assertThat(Files.getPosixFilePermissions(directory.resolve("credentials")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    var again = CredentialsFile.load(directory, ObjectStoreConfig.defaults());
    assertThat(again.first()).isEqualTo(accounts.first());
  }

  @Test
  void aSlowReaderHoldsNothingButItself() throws Exception {
    put(header("large").build(), random(3_000_000));
    CompletableFuture<Integer> received = new CompletableFuture<>();
    var slow =
        new io.grpc.stub.ClientResponseObserver<GetRequest, GetResponse>() {
          private int bytes;

          @Override
          public void beforeStart(ClientCallStreamObserver<GetRequest> call) {
            call.disableAutoRequestWithInitial(1);
            stream.complete(call);
          }

          private final CompletableFuture<ClientCallStreamObserver<GetRequest>> stream =
              new CompletableFuture<>();

          @Override
          public void onNext(GetResponse response) {
            bytes += response.getData().size();
          }

          @Override
          public void onError(Throwable failure) {
            received.completeExceptionally(failure);
          }

          @Override
          public void onCompleted() {
            received.complete(bytes);
          }
        };
    ObjectStoreGrpc.newStub(server.channel())
        .get(GetRequest.newBuilder().setBucket(BUCKET).setKey("large").build(), slow);
    put(header("other").build(), new byte[10]);
    assertThat(get("other")).hasSize(10);
    assertThatThrownBy(() -> received.get(10, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    slow.stream.get().request(1_000);
    assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(3_000_000);
  }
}
