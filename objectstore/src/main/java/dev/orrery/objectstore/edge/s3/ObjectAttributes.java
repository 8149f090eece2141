package dev.orrery.objectstore.edge.s3;

import dev.orrery.objectstore.core.catalog.ObjectRecord;
import dev.orrery.objectstore.core.checksum.StoredChecksum;
import dev.orrery.objectstore.edge.s3.xml.XmlDocument;
import dev.orrery.runtime.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// GetObjectAttributes: what is known of an object, and of the parts it was uploaded in, as far as
/// the client asks.
final class ObjectAttributes {
  private static final int PAGE = 1_000;

  private ObjectAttributes() {}

  static HttpResponse answer(S3Request request, ObjectRecord object) {
    List<String> asked = new ArrayList<>();
    for (String header : request.http().headers().all("x-amz-object-attributes")) {
      for (String name : header.split(",", -1)) {
        asked.add(name.strip());
      }
    }
    if (asked.isEmpty()) {
      throw S3Error.INVALID_ARGUMENT.saying("The x-amz-object-attributes header is needed");
    }
    XmlDocument xml = new XmlDocument("GetObjectAttributesResponse");
    if (asked.contains("ETag")) {
      xml.element("ETag", object.etag());
    }
    Optional<StoredChecksum> checksum = object.checksum();
    if (asked.contains("Checksum") && checksum.isPresent()) {
      xml.open("Checksum");
      UploadCalls.checksum(xml, checksum.get());
      xml.close();
    }
    if (asked.contains("ObjectParts") && !object.parts().isEmpty()) {
      parts(xml, request, object);
    }
    if (asked.contains("StorageClass")) {
      xml.element("StorageClass", "STANDARD");
    }
    if (asked.contains("ObjectSize")) {
      xml.element("ObjectSize", object.size());
    }
    return S3Xml.answer(xml).header("Last-Modified", Dates.http(object.modifiedMillis()));
  }

  private static void parts(XmlDocument xml, S3Request request, ObjectRecord object) {
    int after = request.headerNumber("x-amz-part-number-marker", 0, Integer.MAX_VALUE);
    int limit = request.headerNumber("x-amz-max-parts", PAGE, PAGE);
    List<ObjectRecord.Part> behind =
        object.parts().stream().filter(part -> part.number() > after).toList();
    List<ObjectRecord.Part> page = behind.subList(0, Math.min(limit, behind.size()));
    xml.open("ObjectParts").element("PartsCount", object.parts().size());
    xml.element("PartNumberMarker", after);
    xml.element("NextPartNumberMarker", page.isEmpty() ? 0 : page.getLast().number());
    xml.element("MaxParts", limit).element("IsTruncated", page.size() < behind.size());
    for (ObjectRecord.Part part : page) {
      xml.open("Part").element("PartNumber", part.number()).element("Size", part.size());
      object
          .checksum()
          .filter(whole -> !part.checksum().isEmpty())
          .ifPresent(whole -> xml.element("Checksum" + whole.algorithm().name(), part.checksum()));
      xml.close();
    }
    xml.close();
  }
}
