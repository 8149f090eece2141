package dev.orrery.objectstore.edge.s3;

import dev.orrery.objectstore.core.catalog.BucketRecord;
import dev.orrery.objectstore.core.objects.ObjectStore;
import dev.orrery.objectstore.core.objects.ObjectStoreException;
import dev.orrery.objectstore.core.objects.Precondition;
import dev.orrery.objectstore.edge.FileThreads;
import dev.orrery.objectstore.edge.s3.auth.Payload;
import dev.orrery.objectstore.edge.s3.xml.XmlDocument;
import dev.orrery.objectstore.edge.s3.xml.XmlReader;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.http.HttpResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Calls on the service and on buckets, but for listings.
final class BucketCalls {
  private static final int MAXIMUM_DOCUMENT_BYTES = 2 << 20;
  private static final int MAXIMUM_BUCKETS = 10_000;
  private static final int MAXIMUM_DELETIONS = 1_000;

  /// What a bucket has not, and what S3 says then.
  private static final Map<String, S3Error> UNSET =
      Map.of(
          "policy", S3Error.NO_SUCH_BUCKET_POLICY,
          "cors", S3Error.NO_SUCH_CORS_CONFIGURATION,
          "lifecycle", S3Error.NO_SUCH_LIFECYCLE_CONFIGURATION,
          "tagging", S3Error.NO_SUCH_TAG_SET);

  private final ObjectStore store;
  private final FileThreads threads;
  private final Time time;
  private final String region;

  BucketCalls(ObjectStore store, FileThreads threads, Time time, String region) {
    this.store = store;
    this.threads = threads;
    this.time = time;
    this.region = region;
  }

  HttpResponse listBuckets(S3Request request) throws IOException {
    String owner = request.account().owner();
    int limit = request.number("max-buckets", MAXIMUM_BUCKETS, MAXIMUM_BUCKETS);
    String after = request.text("continuation-token");
    String prefix = request.text("prefix");
    List<BucketRecord> buckets =
        threads.call(store::buckets).stream()
            .filter(bucket -> bucket.owner().equals(owner))
            .filter(bucket -> bucket.name().startsWith(prefix))
            .filter(bucket -> bucket.name().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    List<BucketRecord> page = buckets.subList(0, Math.min(limit, buckets.size()));
    XmlDocument xml = new XmlDocument("ListAllMyBucketsResult");
    S3Xml.owner(xml, "Owner", owner);
    xml.open("Buckets");
    for (BucketRecord bucket : page) {
      xml.open("Bucket")
          .element("Name", bucket.name())
          .element("CreationDate", Dates.iso(bucket.createdMillis()))
          .close();
    }
    xml.close();
    if (!prefix.isEmpty()) {
      xml.element("Prefix", prefix);
    }
    if (page.size() < buckets.size() && !page.isEmpty()) {
      xml.element("ContinuationToken", page.getLast().name());
    }
    return S3Xml.answer(xml);
  }

  HttpResponse create(S3Request request) throws IOException {
    String name = request.bucket();
    if (!BucketName.isValid(name)) {
      throw S3Error.INVALID_BUCKET_NAME.asException().with("BucketName", name);
    }
    ObjectHeaders.requireServed(request.http());
    if (request.header("x-amz-bucket-object-lock-enabled").orElse("").equalsIgnoreCase("true")) {
      throw S3Error.NOT_IMPLEMENTED.saying("There is no object lock here");
    }
    if (!request.header("content-length").orElse("0").equals("0")) {
      byte[] document = document(request);
      if (document.length > 0) {
        XmlReader.read(document, "CreateBucketConfiguration");
      }
    }
    String owner = request.account().owner();
    BucketRecord bucket = new BucketRecord(name, owner, time.wallMillis());
    try {
      threads.call(() -> {
        store.createBucket(bucket);
        return bucket;
      });
    } catch (ObjectStoreException.BucketExists exists) {
      throw exists.owner().equals(owner)
          ? S3Error.BUCKET_ALREADY_OWNED_BY_YOU.asException().with("BucketName", name)
          : S3Error.BUCKET_ALREADY_EXISTS.asException().with("BucketName", name);
    }
    return HttpResponse.of(200).header("Location", "/" + name);
  }

  /// @throws S3Exception when the bucket is not the caller's
  BucketRecord require(S3Request request) throws IOException {
    return require(request.bucket(), request);
  }

  BucketRecord require(String name, S3Request request) throws IOException {
    BucketRecord bucket = threads.call(() -> store.bucket(name));
    String expected = request.header("x-amz-expected-bucket-owner").orElse(bucket.owner());
    if (!bucket.owner().equals(request.account().owner()) || !bucket.owner().equals(expected)) {
      throw S3Error.ACCESS_DENIED.asException();
    }
    return bucket;
  }

  HttpResponse head(S3Request request) throws IOException {
    require(request);
    return HttpResponse.of(200).header("x-amz-bucket-region", region);
  }

  HttpResponse delete(S3Request request) throws IOException {
    require(request);
    threads.call(() -> {
      store.deleteBucket(request.bucket());
      return request;
    });
    return HttpResponse.of(204);
  }

  /// The properties of a bucket: they are what S3 gives to a bucket on which nothing was set.
  Optional<HttpResponse> property(S3Request request) throws IOException {
    for (Map.Entry<String, S3Error> unset : UNSET.entrySet()) {
      if (request.asks(unset.getKey())) {
        require(request);
        throw unset.getValue().asException().with("BucketName", request.bucket());
      }
    }
    if (request.asks("location")) {
      require(request);
      XmlDocument xml = new XmlDocument("LocationConstraint");
      return Optional.of(S3Xml.answer(xml));
    }
    if (request.asks("versioning")) {
      require(request);
      return Optional.of(S3Xml.answer(new XmlDocument("VersioningConfiguration")));
    }
    if (request.asks("acl")) {
      return Optional.of(S3Xml.ownersAccess(require(request).owner()));
    }
    return Optional.empty();
  }

  HttpResponse deleteObjects(S3Request request) throws IOException {
    require(request);
    XmlReader.Element root = XmlReader.read(document(request), "Delete");
    List<XmlReader.Element> objects = root.all("Object");
    if (objects.isEmpty() || objects.size() > MAXIMUM_DELETIONS) {
      throw S3Error.MALFORMED_XML.saying(
          "There must be 1 to " + MAXIMUM_DELETIONS + " objects to delete");
    }
    boolean quiet = root.text("Quiet").orElse("").equalsIgnoreCase("true");
    XmlDocument xml = new XmlDocument("DeleteResult");
    for (XmlReader.Element object : objects) {
      String key =
          object
              .text("Key")
              .filter(text -> !text.isEmpty())
              .orElseThrow(S3Error.MALFORMED_XML::asException);
      Optional<S3Exception> failure = deleteOne(request, key, object);
      if (failure.isPresent()) {
        xml.open("Error")
            .element("Key", key)
            .element("Code", failure.get().error().code())
            .element("Message", String.valueOf(failure.get().getMessage()))
            .close();
      } else if (!quiet) {
        xml.open("Deleted").element("Key", key).close();
      }
    }
    return S3Xml.answer(xml);
  }

  private Optional<S3Exception> deleteOne(S3Request request, String key, XmlReader.Element object)
      throws IOException {
    String version = object.text("VersionId").orElse("null");
    if (!version.equals("null") && !version.isEmpty()) {
      return Optional.of(S3Error.NO_SUCH_VERSION.asException());
    }
    Precondition precondition =
        new Precondition(
            object.text("ETag").map(tag -> List.of(tag.replace("\"", ""))).orElse(List.of()),
            List.of(),
            Optional.empty(),
            Optional.empty());
    try {
      threads.call(() -> {
        store.delete(request.bucket(), key, precondition);
        return key;
      });
      return Optional.empty();
    } catch (ObjectStoreException refused) {
      return Optional.of(Refusal.of(refused));
    }
  }

  private static byte[] document(S3Request request) throws IOException {
    try (Payload payload = Payload.of(request.http(), request.authenticated(), Optional.empty())) {
      return payload.readAll(MAXIMUM_DOCUMENT_BYTES, S3Error.MALFORMED_XML);
    }
  }
}
