package dev.orrery.objectstore.edge.s3;

import dev.orrery.objectstore.core.account.Accounts;
import dev.orrery.objectstore.core.objects.ObjectStore;
import dev.orrery.objectstore.core.objects.ObjectStoreException;
import dev.orrery.objectstore.edge.FileThreads;
import dev.orrery.objectstore.edge.StorageException;
import dev.orrery.objectstore.edge.s3.auth.Authenticator;
import dev.orrery.objectstore.edge.s3.xml.XmlDocument;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.http.HttpFilter;
import dev.orrery.runtime.http.HttpHandler;
import dev.orrery.runtime.http.HttpProblemException;
import dev.orrery.runtime.http.HttpRequest;
import dev.orrery.runtime.http.HttpResponse;
import dev.orrery.runtime.http.Problem;
import dev.orrery.runtime.telemetry.Log;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Every request of S3: told apart, let in, answered, and its failures turned into S3's errors.
///
/// S3 has no paths for its calls. Method, what the path names, and which words stand in the query
/// say together what is meant: `POST /bucket/key?uploads` begins an upload, `POST /bucket?delete`
/// deletes many objects.
public final class S3Handler implements HttpHandler, HttpFilter {
  /// Request line and header fields together.
  private static final int MAXIMUM_HEADER_BYTES = 16 << 10;

  /// Words in a query that ask for something that is not served, of a bucket or an object.
  private static final Set<String> NOT_SERVED =
      Set.of(
          "accelerate",
          "analytics",
          "encryption",
          "intelligent-tiering",
          "inventory",
          "legal-hold",
          "logging",
          "metrics",
          "notification",
          "object-lock",
          "ownershipControls",
          "policyStatus",
          "publicAccessBlock",
          "replication",
          "requestPayment",
          "restore",
          "retention",
          "select",
          "torrent",
          "website");

  private static final Set<String> PROPERTIES =
      Set.of("acl", "cors", "lifecycle", "location", "policy", "tagging", "versioning");

  private static final String REQUEST_ID = "x-amz-request-id";

  private final Settings settings;
  private final Authenticator authenticator;
  private final Log log;
  private final BucketCalls buckets;
  private final ListingCalls listings;
  private final ObjectCalls objects;
  private final UploadCalls uploads;
  private final AtomicLong requests;

  /// @param region as S3 names it
  /// @param domains what follows the bucket's name in a virtual host
  /// @param maximumObjectBytes of an object, or a part, in one request
  public record Settings(String region, List<String> domains, long maximumObjectBytes) {
    public Settings {
      domains = List.copyOf(domains);
    }
  }

  public S3Handler(
      ObjectStore store,
      FileThreads threads,
      Accounts accounts,
      Time time,
      Log log,
      Settings settings) {
    this.settings = settings;
    this.log = log;
    this.authenticator = new Authenticator(accounts, time);
    this.buckets = new BucketCalls(store, threads, time, settings.region());
    this.listings = new ListingCalls(store, threads);
    this.objects = new ObjectCalls(store, threads, buckets, time, settings.maximumObjectBytes());
    this.uploads = new UploadCalls(store, threads, buckets, objects, time);
    this.requests = new AtomicLong(time.wallMillis() << Byte.SIZE);
  }

  /// Gives what the HTTP kit refuses by itself the form of S3, too.
  @Override
  public HttpResponse filter(HttpRequest request, HttpHandler next) throws Exception {
    HttpResponse response = next.handle(request);
    if (response.headers().first("content-type").orElse("").equals(Problem.MEDIA_TYPE)) {
      return answer(request, kitError(response.status()));
    }
    return response;
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws IOException {
    String id = Long.toHexString(requests.incrementAndGet());
    request.putAttribute(REQUEST_ID, id);
    HttpResponse response;
    try {
      response = dispatch(request);
    } catch (S3Exception refused) {
      response = answer(request, refused);
    } catch (ObjectStoreException refused) {
      response = answer(request, Refusal.of(refused));
    } catch (HttpProblemException problem) {
      response = answer(request, kitError(problem.problem().status()));
    } catch (StorageException failure) {
      if (!failure.isBusy()) {
        log.error("a request failed", failure);
      }
      response =
          answer(
              request,
              failure.isBusy()
                  ? S3Error.SLOW_DOWN.asException()
                  : S3Error.INTERNAL_ERROR.asException());
    }
    return response.header(REQUEST_ID, id);
  }

  private static S3Exception kitError(int status) {
    return switch (status) {
      case 408 -> S3Error.REQUEST_TIMEOUT.asException();
      case 413 -> S3Error.ENTITY_TOO_LARGE.asException();
      case 500 -> S3Error.INTERNAL_ERROR.asException();
      case 501 -> S3Error.NOT_IMPLEMENTED.asException();
      default -> S3Error.INVALID_REQUEST.saying("The request is not well-formed");
    };
  }

  private static HttpResponse answer(HttpRequest request, S3Exception refused) {
    XmlDocument xml = XmlDocument.plain("Error");
    xml.element("Code", refused.error().code());
    xml.element("Message", String.valueOf(refused.getMessage()));
    refused.details().forEach(xml::element);
    xml.element("Resource", request.path());
    request.attribute(REQUEST_ID, String.class).ifPresent(id -> xml.element("RequestId", id));
    return HttpResponse.of(refused.error().status()).bytes(S3Xml.MEDIA_TYPE, xml.bytes());
  }

  private HttpResponse dispatch(HttpRequest http) throws IOException {
    int size =
        http.rawPath().length() + http.rawQuery().length() + http.headers().toString().length();
    if (size > MAXIMUM_HEADER_BYTES) {
      throw S3Error.REQUEST_HEADER_SECTION_TOO_LARGE
          .asException()
          .with("MaxSizeAllowed", String.valueOf(MAXIMUM_HEADER_BYTES));
    }
    S3Target target = S3Target.of(http, settings.domains());
    S3Request request = new S3Request(http, target, authenticator.authenticate(http));
    for (String word : NOT_SERVED) {
      if (request.asks(word)) {
        throw S3Error.NOT_IMPLEMENTED.saying("There is no " + word + " here");
      }
    }
    if (target.bucket().isEmpty()) {
      return http.method().equals("GET") ? buckets.listBuckets(request) : notAllowed(request);
    }
    return target.key().isEmpty() ? onBucket(request) : onObject(request);
  }

  private static HttpResponse notAllowed(S3Request request) {
    throw S3Error.METHOD_NOT_ALLOWED.asException().with("Method", request.http().method());
  }

  /// To set the access list that is there already changes nothing; any other is refused.
  private static HttpResponse keepAccess(S3Request request) {
    ObjectHeaders.requireOwnersAccess(request.http());
    if (!request.header("content-length").orElse("0").equals("0")) {
      throw S3Error.NOT_IMPLEMENTED.saying("There are no access lists here");
    }
    return HttpResponse.of(200);
  }

  private static void refuseProperties(S3Request request) {
    for (String property : PROPERTIES) {
      if (request.asks(property)) {
        throw S3Error.NOT_IMPLEMENTED.saying("The " + property + " cannot be changed here");
      }
    }
  }

  private HttpResponse onBucket(S3Request request) throws IOException {
    switch (request.http().method()) {
      case "GET" -> {
        Optional<HttpResponse> property = buckets.property(request);
        return property.isPresent() ? property.get() : list(request);
      }
      case "HEAD" -> {
        return buckets.head(request);
      }
      case "PUT" -> {
        if (request.asks("acl")) {
          buckets.require(request);
          return keepAccess(request);
        }
        refuseProperties(request);
        return buckets.create(request);
      }
      case "DELETE" -> {
        refuseProperties(request);
        return buckets.delete(request);
      }
      case "POST" -> {
        return request.asks("delete") ? buckets.deleteObjects(request) : notAllowed(request);
      }
      default -> {
        return notAllowed(request);
      }
    }
  }

  private HttpResponse list(S3Request request) throws IOException {
    if (request.asks("uploads")) {
      return uploads.listUploads(request);
    }
    buckets.require(request);
    if (request.asks("versions")) {
      return listings.listVersions(request);
    }
    return request.text("list-type").equals("2")
        ? listings.listV2(request)
        : listings.listV1(request);
  }

  private HttpResponse onObject(S3Request request) throws IOException {
    boolean ofUpload = request.asks("uploadId");
    return switch (request.http().method()) {
      case "GET" -> {
        if (request.asks("tagging")) {
          throw S3Error.NOT_IMPLEMENTED.saying("There are no tags here");
        }
        yield get(request, ofUpload);
      }
      case "HEAD" -> objects.head(request);
      case "PUT" -> {
        if (request.asks("acl")) {
          objects.acl(request);
          yield keepAccess(request);
        }
        refuseProperties(request);
        yield put(request, ofUpload);
      }
      case "POST" ->
          request.asks("uploads")
              ? uploads.create(request)
              : ofUpload ? uploads.complete(request) : notAllowed(request);
      case "DELETE" -> {
        refuseProperties(request);
        yield ofUpload ? uploads.abort(request) : objects.delete(request);
      }
      default -> notAllowed(request);
    };
  }

  private HttpResponse get(S3Request request, boolean ofUpload) throws IOException {
    if (ofUpload) {
      return uploads.listParts(request);
    }
    if (request.asks("attributes")) {
      return objects.attributes(request);
    }
    return request.asks("acl") ? objects.acl(request) : objects.get(request);
  }

  private HttpResponse put(S3Request request, boolean ofUpload) throws IOException {
    boolean copies = request.header("x-amz-copy-source").isPresent();
    if (ofUpload) {
      return copies ? uploads.copyPart(request) : uploads.putPart(request);
    }
    return copies ? objects.copy(request) : objects.put(request);
  }
}
