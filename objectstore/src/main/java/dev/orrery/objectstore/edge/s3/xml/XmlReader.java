package dev.orrery.objectstore.edge.s3.xml;

import dev.orrery.objectstore.edge.s3.S3Error;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads a small document into a tree. Document types and external entities are not read: a
/// document that has them is malformed here.
public final class XmlReader {
  private static final int MAXIMUM_DEPTH = 8;
  private static final XMLInputFactory FACTORY = factory();

  /// An element without its namespace and attributes.
  ///
  /// @param text of the element itself, without what its children hold
  public record Element(String name, String text, List<Element> children) {
    /// The children of that name.
    public List<Element> all(String child) {
      return children.stream().filter(element -> element.name.equals(child)).toList();
    }

    /// The text of the first child of that name.
    public Optional<String> text(String child) {
      return all(child).stream().findFirst().map(Element::text);
    }
  }

  private XmlReader() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  /// The root of a document.
  ///
  /// @param root the name it must have
  /// @throws dev.orrery.objectstore.edge.s3.S3Exception MalformedXML when it is not such a document
  public static Element read(byte[] document, String root) {
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
      reader.nextTag();
      Element element = element(reader, 1);
      while (reader.hasNext()) {
        reader.next();
      }
      if (element.name.equals(root)) {
        return element;
      }
    } catch (XMLStreamException malformed) {
      // told below, without what the parser says of it
    }
    throw S3Error.MALFORMED_XML.asException();
  }

  private static Element element(XMLStreamReader reader, int depth) throws XMLStreamException {
    if (depth > MAXIMUM_DEPTH) {
      throw S3Error.MALFORMED_XML.saying("The XML is nested deeper than " + MAXIMUM_DEPTH);
    }
    String name = reader.getLocalName();
    StringBuilder text = new StringBuilder();
    List<Element> children = new ArrayList<>();
    for (int event = reader.next();
        event != XMLStreamConstants.END_ELEMENT;
        event = reader.next()) {
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, depth + 1));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        default -> {}
      }
    }
    return new Element(name, text.toString(), children);
  }
}
