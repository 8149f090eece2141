package dev.orrery.objectstore.edge.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.objectstore.core.catalog.ObjectRecord;
import dev.orrery.objectstore.core.objects.ObjectListing;
import dev.orrery.objectstore.core.objects.ObjectStore;
import dev.orrery.objectstore.edge.FileThreads;
import dev.orrery.objectstore.edge.s3.xml.XmlDocument;
import dev.orrery.runtime.http.HttpResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.function.UnaryOperator;

/// Listings of a bucket: ListObjects, ListObjectsV2, and ListObjectVersions, in which every object
/// has the one version `null`, as in S3 when versions were never asked for.
final class ListingCalls {
  private static final int PAGE = 1_000;

  private final ObjectStore store;
  private final FileThreads threads;

  ListingCalls(ObjectStore store, FileThreads threads) {
    this.store = store;
    this.threads = threads;
  }

  private ObjectListing.Page page(S3Request request, String after, int limit) throws IOException {
    ObjectListing.Query query =
        new ObjectListing.Query(request.text("prefix"), request.text("delimiter"), after, limit);
    return threads.call(() -> store.list(request.bucket(), query));
  }

  /// How keys are written: percent-encoded when asked, since XML cannot hold every character.
  private static UnaryOperator<String> encoding(S3Request request) {
    String type = request.text("encoding-type");
    if (!type.isEmpty() && !type.equals("url")) {
      throw S3Error.INVALID_ARGUMENT
          .saying("Invalid Encoding Method specified in Request")
          .with("ArgumentName", "encoding-type");
    }
    return type.isEmpty() ? UnaryOperator.identity() : UriEncoding::encodePath;
  }

  private static void header(
      XmlDocument xml, S3Request request, int limit, UnaryOperator<String> encode) {
    xml.element("Name", request.bucket());
    xml.element("Prefix", encode.apply(request.text("prefix")));
    xml.element("MaxKeys", limit);
    if (!request.text("delimiter").isEmpty()) {
      xml.element("Delimiter", encode.apply(request.text("delimiter")));
    }
    if (!request.text("encoding-type").isEmpty()) {
      xml.element("EncodingType", "url");
    }
  }

  HttpResponse listV1(S3Request request) throws IOException {
    UnaryOperator<String> encode = encoding(request);
    int limit = request.number("max-keys", PAGE, PAGE);
    ObjectListing.Page page = page(request, request.text("marker"), limit);
    XmlDocument xml = new XmlDocument("ListBucketResult");
    header(xml, request, limit, encode);
    xml.element("Marker", encode.apply(request.text("marker")));
    xml.element("IsTruncated", page.truncated());
    if (page.truncated() && !request.text("delimiter").isEmpty()) {
      xml.element("NextMarker", encode.apply(page.last()));
    }
    entries(xml, page, request, encode, true);
    return S3Xml.answer(xml);
  }

  HttpResponse listV2(S3Request request) throws IOException {
    UnaryOperator<String> encode = encoding(request);
    int limit = request.number("max-keys", PAGE, PAGE);
    String token = request.text("continuation-token");
    String after = !token.isEmpty() ? decoded(token) : request.text("start-after");
    ObjectListing.Page page = page(request, after, limit);
    XmlDocument xml = new XmlDocument("ListBucketResult");
    header(xml, request, limit, encode);
    xml.element("KeyCount", page.entries().size());
    xml.element("IsTruncated", page.truncated());
    if (request.asks("start-after")) {
      xml.element("StartAfter", encode.apply(request.text("start-after")));
    }
    if (request.asks("continuation-token")) {
      xml.element("ContinuationToken", token);
    }
    if (page.truncated()) {
      xml.element(
          "NextContinuationToken",
          Base64.getUrlEncoder().encodeToString(page.last().getBytes(UTF_8)));
    }
    entries(xml, page, request, encode, request.text("fetch-owner").equals("true"));
    return S3Xml.answer(xml);
  }

  private static String decoded(String token) {
    try {
      String after = new String(Base64.getUrlDecoder().decode(token), UTF_8);
      if (!after.isEmpty()) {
        return after;
      }
    } catch (IllegalArgumentException notOurs) {
      // told below
    }
    throw S3Error.INVALID_ARGUMENT
        .saying("The continuation token provided is incorrect")
        .with("ArgumentName", "continuation-token");
  }

  private static void entries(
      XmlDocument xml,
      ObjectListing.Page page,
      S3Request request,
      UnaryOperator<String> encode,
      boolean withOwner) {
    for (ObjectListing.Entry entry : page.entries()) {
      switch (entry) {
        case ObjectListing.Entry.Folded folded ->
            xml.open("CommonPrefixes").element("Prefix", encode.apply(folded.name())).close();
        case ObjectListing.Entry.Key key -> {
          xml.open("Contents").element("Key", encode.apply(key.name()));
          describe(xml, key.object());
          if (withOwner) {
            S3Xml.owner(xml, "Owner", request.account().owner());
          }
          xml.close();
        }
      }
    }
  }

  private static void describe(XmlDocument xml, ObjectRecord object) {
    xml.element("LastModified", Dates.iso(object.modifiedMillis()));
    xml.quoted("ETag", object.etag());
    object
        .checksum()
        .ifPresent(checksum ->
            xml.element("ChecksumAlgorithm", checksum.algorithm().name())
                .element("ChecksumType", checksum.type().name()));
    xml.element("Size", object.size()).element("StorageClass", "STANDARD");
  }

  HttpResponse listVersions(S3Request request) throws IOException {
    UnaryOperator<String> encode = encoding(request);
    int limit = request.number("max-keys", PAGE, PAGE);
    ObjectListing.Page page = page(request, request.text("key-marker"), limit);
    XmlDocument xml = new XmlDocument("ListVersionsResult");
    header(xml, request, limit, encode);
    xml.element("KeyMarker", encode.apply(request.text("key-marker")));
    xml.element("VersionIdMarker", request.text("version-id-marker"));
    xml.element("IsTruncated", page.truncated());
    if (page.truncated()) {
      xml.element("NextKeyMarker", encode.apply(page.last()))
          .element("NextVersionIdMarker", "null");
    }
    for (ObjectListing.Entry entry : page.entries()) {
      switch (entry) {
        case ObjectListing.Entry.Folded folded ->
            xml.open("CommonPrefixes").element("Prefix", encode.apply(folded.name())).close();
        case ObjectListing.Entry.Key key -> {
          xml.open("Version").element("Key", encode.apply(key.name()));
          xml.element("VersionId", "null").element("IsLatest", true);
          describe(xml, key.object());
          S3Xml.owner(xml, "Owner", request.account().owner());
          xml.close();
        }
      }
    }
    return S3Xml.answer(xml);
  }
}
