package dev.orrery.objectstore.edge.s3;

import dev.orrery.objectstore.core.catalog.ObjectRecord;
import dev.orrery.objectstore.core.catalog.PartRecord;
import dev.orrery.objectstore.core.catalog.UploadRecord;
import dev.orrery.objectstore.core.checksum.ChecksumAlgorithm;
import dev.orrery.objectstore.core.checksum.StoredChecksum;
import dev.orrery.objectstore.core.objects.BlobWriter;
import dev.orrery.objectstore.core.objects.MultipartUploads;
import dev.orrery.objectstore.core.objects.ObjectStore;
import dev.orrery.objectstore.core.objects.OpenObject;
import dev.orrery.objectstore.core.objects.Precondition;
import dev.orrery.objectstore.edge.FileThreads;
import dev.orrery.objectstore.edge.Transfer;
import dev.orrery.objectstore.edge.s3.auth.Payload;
import dev.orrery.objectstore.edge.s3.xml.XmlDocument;
import dev.orrery.objectstore.edge.s3.xml.XmlReader;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.http.HttpResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Calls on uploads in parts.
final class UploadCalls {
  private static final int PAGE = 1_000;
  private static final int MAXIMUM_DOCUMENT_BYTES = 4 << 20;

  private final ObjectStore store;
  private final MultipartUploads uploads;
  private final FileThreads threads;
  private final Transfer transfer;
  private final BucketCalls buckets;
  private final ObjectCalls objects;
  private final Time time;

  UploadCalls(
      ObjectStore store, FileThreads threads, BucketCalls buckets, ObjectCalls objects, Time time) {
    this.store = store;
    this.uploads = store.uploads();
    this.threads = threads;
    this.transfer = new Transfer(threads);
    this.buckets = buckets;
    this.objects = objects;
    this.time = time;
  }

  private static MultipartUploads.Target target(S3Request request) {
    return new MultipartUploads.Target(request.bucket(), request.key(), request.text("uploadId"));
  }

  static void checksum(XmlDocument xml, StoredChecksum checksum) {
    xml.element("Checksum" + checksum.algorithm().name(), checksum.value());
    xml.element("ChecksumType", checksum.type().name());
  }

  HttpResponse create(S3Request request) throws IOException {
    buckets.require(request);
    ObjectHeaders.requireServed(request.http());
    Map<String, String> headers = ObjectHeaders.of(request.http());
    Optional<String> name = request.header("x-amz-checksum-algorithm");
    Optional<ChecksumAlgorithm> algorithm = name.flatMap(ChecksumAlgorithm::named);
    if (name.isPresent() && algorithm.isEmpty()) {
      throw S3Error.INVALID_REQUEST.saying(
          "Checksum algorithm provided is unsupported: " + name.get());
    }
    StoredChecksum.Type type = type(request, algorithm);
    UploadRecord record = new UploadRecord(time.wallMillis(), headers, algorithm, type);
    String upload = threads.call(() -> uploads.create(request.bucket(), request.key(), record));
    XmlDocument xml = new XmlDocument("InitiateMultipartUploadResult");
    xml.element("Bucket", request.bucket()).element("Key", request.key());
    HttpResponse response = S3Xml.answer(xml.element("UploadId", upload));
    algorithm.ifPresent(chosen ->
        response
            .header("x-amz-checksum-algorithm", chosen.name())
            .header("x-amz-checksum-type", type.name()));
    return response;
  }

  /// CRC-64 is only of the whole object, a hash only of the parts' hashes.
  private static StoredChecksum.Type type(
      S3Request request, Optional<ChecksumAlgorithm> algorithm) {
    Optional<String> asked = request.header("x-amz-checksum-type");
    boolean whole =
        asked.isPresent()
            ? asked.get().equals(StoredChecksum.Type.FULL_OBJECT.name())
            : algorithm.equals(Optional.of(ChecksumAlgorithm.CRC64NVME));
    boolean impossible =
        algorithm.isPresent()
            && (whole
                ? !algorithm.get().isLinear()
                : algorithm.get() == ChecksumAlgorithm.CRC64NVME);
    if (impossible || (asked.isPresent() && algorithm.isEmpty())) {
      throw S3Error.INVALID_REQUEST.saying(
          "The "
              + asked.orElse("")
              + " checksum type cannot be used with the algorithm "
              + algorithm.map(ChecksumAlgorithm::name).orElse("(none)"));
    }
    return whole ? StoredChecksum.Type.FULL_OBJECT : StoredChecksum.Type.COMPOSITE;
  }

  private static int partNumber(S3Request request) {
    int number = request.number("partNumber", 0, Integer.MAX_VALUE);
    if (number < 1 || number > MultipartUploads.MAXIMUM_PARTS) {
      throw S3Error.INVALID_ARGUMENT
          .saying("Part number must be an integer between 1 and 10000, inclusive")
          .with("ArgumentName", "partNumber");
    }
    return number;
  }

  HttpResponse putPart(S3Request request) throws IOException {
    buckets.require(request);
    int number = partNumber(request);
    MultipartUploads.Target target = target(request);
    UploadRecord upload = threads.call(() -> uploads.upload(target));
    BlobWriter bytes = store.write();
    try (Payload payload = Payload.of(request.http(), request.authenticated(), upload.checksum())) {
      objects.requireFits(payload);
      if (upload.checksum().isPresent() && !payload.algorithm().equals(upload.checksum())) {
        throw S3Error.INVALID_REQUEST.saying(
            "Checksum Type mismatch occurred, expected checksum Type: "
                + upload.checksum().get().name());
      }
      transfer.receive(payload, bytes);
      String checksum = upload.checksum().isPresent() ? payload.checksum() : "";
      commit(target, number, bytes, payload.md5(), checksum);
      HttpResponse response = HttpResponse.of(200).header("ETag", '"' + payload.md5() + '"');
      payload
          .algorithm()
          .ifPresent(algorithm -> response.header(algorithm.header(), payload.checksum()));
      return response;
    } finally {
      transfer.abandon(bytes);
    }
  }

  private long commit(
      MultipartUploads.Target target, int number, BlobWriter bytes, String md5, String checksum)
      throws IOException {
    long now = time.wallMillis();
    threads.call(() ->
        store.putPart(target, number, bytes, new MultipartUploads.NewPart(md5, checksum, now)));
    return now;
  }

  HttpResponse copyPart(S3Request request) throws IOException {
    buckets.require(request);
    int number = partNumber(request);
    MultipartUploads.Target target = target(request);
    UploadRecord upload = threads.call(() -> uploads.upload(target));
    CopySource source = CopySource.parse(request.header("x-amz-copy-source").orElse(""));
    buckets.require(source.bucket(), request);
    BlobWriter bytes = store.write();
    OpenObject open = threads.call(() -> store.open(source.bucket(), source.key()));
    try {
      ObjectCalls.requireCopyable(request, open.object());
      long size = open.object().size();
      RangeHeader range =
          request
              .header("x-amz-copy-source-range")
              .map(header -> RangeHeader.parseCopied(header, size))
              .orElseGet(() -> new RangeHeader(0, size));
      CopiedBytes copied = new CopiedBytes(upload.checksum());
      transfer.copy(open, range.first(), range.length(), copied, bytes);
      String md5 = copied.md5();
      long now = commit(target, number, bytes, md5, copied.checksum());
      XmlDocument xml = new XmlDocument("CopyPartResult");
      return S3Xml.answer(xml.element("LastModified", Dates.iso(now)).quoted("ETag", md5));
    } finally {
      transfer.abandon(bytes);
      threads.call(() -> {
        open.close();
        return open;
      });
    }
  }

  HttpResponse complete(S3Request request) throws IOException {
    buckets.require(request);
    List<MultipartUploads.ListedPart> listed = listed(request);
    Precondition precondition = ConditionHeaders.of(request.http());
    String expected = "";
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      expected = request.header(algorithm.header()).orElse(expected);
    }
    String checksum = expected;
    ObjectRecord object =
        threads.call(() ->
            uploads.complete(target(request), listed, checksum, precondition, time.wallMillis()));
    XmlDocument xml = new XmlDocument("CompleteMultipartUploadResult");
    xml.element(
        "Location",
        "http://" + request.http().authority() + UriEncoding.encodePath(request.http().path()));
    xml.element("Bucket", request.bucket()).element("Key", request.key());
    xml.quoted("ETag", object.etag());
    object.checksum().ifPresent(stored -> checksum(xml, stored));
    return S3Xml.answer(xml);
  }

  /// The parts in the body. Checksums in the headers are those of the object, not of this document.
  private static List<MultipartUploads.ListedPart> listed(S3Request request) throws IOException {
    byte[] document;
    try (Payload payload = Payload.withoutChecksum(request.http(), request.authenticated())) {
      document = payload.readAll(MAXIMUM_DOCUMENT_BYTES, S3Error.MALFORMED_XML);
    }
    XmlReader.Element root = XmlReader.read(document, "CompleteMultipartUpload");
    List<MultipartUploads.ListedPart> parts = new ArrayList<>();
    for (XmlReader.Element part : root.all("Part")) {
      parts.add(listedPart(part));
    }
    if (parts.isEmpty() || parts.size() > MultipartUploads.MAXIMUM_PARTS) {
      throw S3Error.MALFORMED_XML.asException();
    }
    return parts;
  }

  private static MultipartUploads.ListedPart listedPart(XmlReader.Element part) {
    String checksum = "";
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      checksum = part.text("Checksum" + algorithm.name()).orElse(checksum);
    }
    String etag = part.text("ETag").orElseThrow(S3Error.MALFORMED_XML::asException);
    try {
      return new MultipartUploads.ListedPart(
          Integer.parseInt(part.text("PartNumber").orElse("")),
          etag.strip().replace("\"", ""),
          checksum);
    } catch (NumberFormatException notANumber) {
      throw S3Error.MALFORMED_XML.asException();
    }
  }

  HttpResponse abort(S3Request request) throws IOException {
    buckets.require(request);
    threads.call(() -> {
      uploads.abort(target(request));
      return request;
    });
    return HttpResponse.of(204);
  }

  HttpResponse listParts(S3Request request) throws IOException {
    buckets.require(request);
    MultipartUploads.Target target = target(request);
    int after = request.number("part-number-marker", 0, Integer.MAX_VALUE - 1);
    int limit = request.number("max-parts", PAGE, PAGE);
    UploadRecord upload = threads.call(() -> uploads.upload(target));
    SortedMap<Integer, PartRecord> parts =
        threads.call(() -> uploads.parts(target)).tailMap(after + 1);
    XmlDocument xml = new XmlDocument("ListPartsResult");
    xml.element("Bucket", target.bucket()).element("Key", target.key());
    xml.element("UploadId", target.upload());
    S3Xml.owner(xml, "Initiator", request.account().owner());
    S3Xml.owner(xml, "Owner", request.account().owner());
    xml.element("StorageClass", "STANDARD").element("PartNumberMarker", after);
    List<Map.Entry<Integer, PartRecord>> page = parts.entrySet().stream().limit(limit).toList();
    xml.element("NextPartNumberMarker", page.isEmpty() ? 0 : page.getLast().getKey());
    xml.element("MaxParts", limit).element("IsTruncated", parts.size() > page.size());
    upload
        .checksum()
        .ifPresent(algorithm ->
            xml.element("ChecksumAlgorithm", algorithm.name())
                .element("ChecksumType", upload.type().name()));
    for (Map.Entry<Integer, PartRecord> entry : page) {
      PartRecord part = entry.getValue();
      xml.open("Part").element("PartNumber", entry.getKey());
      xml.element("LastModified", Dates.iso(part.modifiedMillis()));
      xml.quoted("ETag", part.etag()).element("Size", part.blob().size());
      upload
          .checksum()
          .ifPresent(algorithm -> xml.element("Checksum" + algorithm.name(), part.checksum()));
      xml.close();
    }
    return S3Xml.answer(xml);
  }

  HttpResponse listUploads(S3Request request) throws IOException {
    buckets.require(request);
    int limit = request.number("max-uploads", PAGE, PAGE);
    List<MultipartUploads.Listed> found =
        threads.call(() ->
            uploads.list(
                request.bucket(),
                request.text("prefix"),
                request.text("key-marker"),
                request.text("upload-id-marker"),
                limit + 1));
    List<MultipartUploads.Listed> page = found.subList(0, Math.min(limit, found.size()));
    XmlDocument xml = new XmlDocument("ListMultipartUploadsResult");
    xml.element("Bucket", request.bucket()).element("Prefix", request.text("prefix"));
    xml.element("KeyMarker", request.text("key-marker"));
    xml.element("UploadIdMarker", request.text("upload-id-marker"));
    boolean truncated = found.size() > page.size();
    if (truncated && !page.isEmpty()) {
      xml.element("NextKeyMarker", page.getLast().key());
      xml.element("NextUploadIdMarker", page.getLast().upload());
    }
    xml.element("MaxUploads", limit).element("IsTruncated", truncated);
    for (MultipartUploads.Listed upload : page) {
      xml.open("Upload").element("Key", upload.key()).element("UploadId", upload.upload());
      S3Xml.owner(xml, "Initiator", request.account().owner());
      S3Xml.owner(xml, "Owner", request.account().owner());
      xml.element("StorageClass", "STANDARD");
      xml.element("Initiated", Dates.iso(upload.record().initiatedMillis())).close();
    }
    return S3Xml.answer(xml);
  }
}
