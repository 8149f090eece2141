package dev.orrery.objectstore.edge.s3;

import dev.orrery.objectstore.core.catalog.ObjectRecord;
import dev.orrery.objectstore.core.checksum.ChecksumAlgorithm;
import dev.orrery.objectstore.core.checksum.StoredChecksum;
import dev.orrery.objectstore.core.objects.BlobWriter;
import dev.orrery.objectstore.core.objects.NewObject;
import dev.orrery.objectstore.core.objects.ObjectStore;
import dev.orrery.objectstore.core.objects.OpenObject;
import dev.orrery.objectstore.core.objects.Precondition;
import dev.orrery.objectstore.edge.FileThreads;
import dev.orrery.objectstore.edge.Transfer;
import dev.orrery.objectstore.edge.s3.auth.Payload;
import dev.orrery.objectstore.edge.s3.xml.XmlDocument;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.http.HttpResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Calls on an object: put, get, head, delete, copy.
final class ObjectCalls {
  private final ObjectStore store;
  private final FileThreads threads;
  private final Transfer transfer;
  private final BucketCalls buckets;
  private final Time time;
  private final long maximumBytes;

  /// @param maximumBytes of an object that is put in one request
  ObjectCalls(
      ObjectStore store, FileThreads threads, BucketCalls buckets, Time time, long maximumBytes) {
    this.store = store;
    this.threads = threads;
    this.transfer = new Transfer(threads);
    this.buckets = buckets;
    this.time = time;
    this.maximumBytes = maximumBytes;
  }

  HttpResponse put(S3Request request) throws IOException {
    buckets.require(request);
    ObjectHeaders.requireServed(request.http());
    Map<String, String> headers = ObjectHeaders.of(request.http());
    Precondition precondition = ConditionHeaders.of(request.http());
    BlobWriter bytes = store.write();
    try (Payload payload = Payload.of(request.http(), request.authenticated(), Optional.empty())) {
      requireFits(payload);
      transfer.receive(payload, bytes);
      Optional<StoredChecksum> checksum =
          payload
              .algorithm()
              .map(algorithm ->
                  new StoredChecksum(
                      algorithm, StoredChecksum.Type.FULL_OBJECT, payload.checksum()));
      ObjectRecord object =
          commit(request, bytes, new NewObject(payload.md5(), headers, checksum), precondition);
      HttpResponse response = HttpResponse.of(200).header("ETag", '"' + object.etag() + '"');
      object
          .checksum()
          .ifPresent(stored ->
              response
                  .header(stored.algorithm().header(), stored.value())
                  .header("x-amz-checksum-type", stored.type().name()));
      return response;
    } finally {
      transfer.abandon(bytes);
    }
  }

  private ObjectRecord commit(
      S3Request request, BlobWriter bytes, NewObject object, Precondition precondition)
      throws IOException {
    return threads.call(() ->
        store.put(request.bucket(), request.key(), bytes, object, precondition, time.wallMillis()));
  }

  void requireFits(Payload payload) {
    if (payload.length() > maximumBytes) {
      throw S3Error.ENTITY_TOO_LARGE
          .asException()
          .with("ProposedSize", String.valueOf(payload.length()))
          .with("MaxSizeAllowed", String.valueOf(maximumBytes));
    }
  }

  HttpResponse get(S3Request request) throws IOException {
    buckets.require(request);
    requireCurrentVersion(request);
    OpenObject open = threads.call(() -> store.open(request.bucket(), request.key()));
    boolean handed = false;
    try {
      ObjectRecord object = open.object();
      Optional<HttpResponse> unchanged = unchanged(request, object);
      if (unchanged.isPresent()) {
        return unchanged.get();
      }
      Slice slice = Slice.of(request, object);
      HttpResponse response = head(request, object, slice);
      response.stream(
          ObjectHeaders.contentType(object, request),
          slice.length(),
          out -> {
            try {
              transfer.send(open, slice.first(), slice.length(), out);
            } finally {
              close(open);
            }
          });
      handed = true;
      return response;
    } finally {
      if (!handed) {
        close(open);
      }
    }
  }

  private void close(OpenObject open) throws IOException {
    threads.call(() -> {
      open.close();
      return open;
    });
  }

  HttpResponse head(S3Request request) throws IOException {
    buckets.require(request);
    requireCurrentVersion(request);
    ObjectRecord object = threads.call(() -> store.head(request.bucket(), request.key()));
    Optional<HttpResponse> unchanged = unchanged(request, object);
    if (unchanged.isPresent()) {
      return unchanged.get();
    }
    Slice slice = Slice.of(request, object);
    // The kit writes no body in answer to HEAD; the writer is never asked.
    return head(request, object, slice).stream(
        ObjectHeaders.contentType(object, request), slice.length(), out -> {});
  }

  private static HttpResponse head(S3Request request, ObjectRecord object, Slice slice) {
    HttpResponse response = HttpResponse.of(slice.isWhole() ? 200 : 206);
    ObjectHeaders.write(object, request, response);
    slice.contentRange().ifPresent(range -> response.header("Content-Range", range));
    if (slice.isWhole()) {
      ObjectHeaders.writeChecksum(object, request, response);
    }
    if (slice.parts() > 0) {
      ObjectHeaders.writePartChecksum(object, request, response);
      response.header("x-amz-mp-parts-count", String.valueOf(slice.parts()));
    }
    return response;
  }

  private static void requireCurrentVersion(S3Request request) {
    if (!request.parameter("versionId").orElse("null").equals("null")) {
      throw S3Error.NO_SUCH_VERSION.asException();
    }
  }

  /// The answer when the client's conditions keep the object from being sent.
  private static Optional<HttpResponse> unchanged(S3Request request, ObjectRecord object) {
    Precondition.Decision decision = ConditionHeaders.of(request.http()).on(object);
    return switch (decision.outcome()) {
      case HOLDS -> Optional.empty();
      case NOT_MODIFIED -> {
        HttpResponse response = HttpResponse.of(304);
        ObjectHeaders.write(object, request, response);
        yield Optional.of(response);
      }
      case FAILED ->
          throw S3Error.PRECONDITION_FAILED.asException().with("Condition", decision.header());
    };
  }

  HttpResponse delete(S3Request request) throws IOException {
    buckets.require(request);
    requireCurrentVersion(request);
    threads.call(() -> {
      store.delete(request.bucket(), request.key(), ConditionHeaders.of(request.http()));
      return request;
    });
    return HttpResponse.of(204);
  }

  HttpResponse attributes(S3Request request) throws IOException {
    buckets.require(request);
    requireCurrentVersion(request);
    return ObjectAttributes.answer(
        request, threads.call(() -> store.head(request.bucket(), request.key())));
  }

  HttpResponse acl(S3Request request) throws IOException {
    String owner = buckets.require(request).owner();
    threads.call(() -> store.head(request.bucket(), request.key()));
    return S3Xml.ownersAccess(owner);
  }

  HttpResponse copy(S3Request request) throws IOException {
    buckets.require(request);
    ObjectHeaders.requireServed(request.http());
    CopySource source = CopySource.parse(request.header("x-amz-copy-source").orElse(""));
    buckets.require(source.bucket(), request);
    boolean replaces =
        request.header("x-amz-metadata-directive").orElse("COPY").equalsIgnoreCase("REPLACE");
    if (!replaces
        && source.bucket().equals(request.bucket())
        && source.key().equals(request.key())) {
      throw S3Error.INVALID_REQUEST.saying(
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata");
    }
    Precondition precondition = ConditionHeaders.of(request.http());
    BlobWriter bytes = store.write();
    OpenObject open = threads.call(() -> store.open(source.bucket(), source.key()));
    try {
      ObjectRecord original = open.object();
      requireCopyable(request, original);
      Map<String, String> headers =
          replaces ? ObjectHeaders.of(request.http()) : original.headers();
      CopiedBytes copied = new CopiedBytes(copyAlgorithm(request, original));
      transfer.copy(open, 0, original.size(), copied, bytes);
      ObjectRecord object =
          commit(
              request, bytes, new NewObject(copied.md5(), headers, copied.stored()), precondition);
      XmlDocument xml = new XmlDocument("CopyObjectResult");
      xml.element("LastModified", Dates.iso(object.modifiedMillis()));
      xml.quoted("ETag", object.etag());
      object.checksum().ifPresent(checksum -> UploadCalls.checksum(xml, checksum));
      return S3Xml.answer(xml);
    } finally {
      transfer.abandon(bytes);
      close(open);
    }
  }

  private static Optional<ChecksumAlgorithm> copyAlgorithm(
      S3Request request, ObjectRecord original) {
    return request
        .header("x-amz-checksum-algorithm")
        .flatMap(ChecksumAlgorithm::named)
        .or(() -> original.checksum().map(StoredChecksum::algorithm));
  }

  /// Checks the conditions on the source.
  static void requireCopyable(S3Request request, ObjectRecord original) {
    Precondition.Decision decision = ConditionHeaders.ofCopySource(request.http()).on(original);
    if (decision.outcome() != Precondition.Outcome.HOLDS) {
      throw S3Error.PRECONDITION_FAILED
          .asException()
          .with("Condition", "x-amz-copy-source-" + decision.header());
    }
  }
}
