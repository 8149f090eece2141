package dev.orrery.objectstore.edge.s3;

import dev.orrery.objectstore.edge.s3.xml.XmlDocument;
import dev.orrery.runtime.http.HttpResponse;

/// Pieces that several documents share.
final class S3Xml {
  static final String MEDIA_TYPE = "application/xml";

  private S3Xml() {}

  static HttpResponse answer(XmlDocument document) {
    return HttpResponse.of(200).bytes(MEDIA_TYPE, document.bytes());
  }

  static void owner(XmlDocument xml, String element, String owner) {
    xml.open(element).element("ID", owner).element("DisplayName", owner).close();
  }

  /// The one access list there is: everything to the owner, nothing to anybody else.
  static HttpResponse ownersAccess(String owner) {
    XmlDocument xml = new XmlDocument("AccessControlPolicy");
    owner(xml, "Owner", owner);
    xml.open("AccessControlList").open("Grant").openTyped("Grantee", "CanonicalUser");
    xml.element("ID", owner).element("DisplayName", owner).close();
    return answer(xml.element("Permission", "FULL_CONTROL"));
  }
}
