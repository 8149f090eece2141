package dev.orrery.objectstore.edge.s3.xml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// An XML document, written element by element.
///
/// ```
///   new XmlDocument("ListBucketResult").open("Contents").element("Key", key).close().bytes()
/// ```
public final class XmlDocument {
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private final StringBuilder out = new StringBuilder(1024);
  private final Deque<String> open = new ArrayDeque<>();

  private XmlDocument() {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  }

  /// A document in the namespace of S3.
  public XmlDocument(String root) {
    this();
    out.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">");
    open.push(root);
  }

  /// A document without a namespace, as errors are.
  public static XmlDocument plain(String root) {
    return new XmlDocument().open(root);
  }

  public XmlDocument open(String name) {
    out.append('<').append(name).append('>');
    open.push(name);
    return this;
  }

  /// Opens an element that says its type in an attribute.
  public XmlDocument openTyped(String name, String type) {
    out.append('<').append(name);
    out.append(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"");
    out.append(type).append("\">");
    open.push(name);
    return this;
  }

  public XmlDocument close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  public XmlDocument element(String name, String text) {
    out.append('<').append(name).append('>');
    escape(text);
    out.append("</").append(name).append('>');
    return this;
  }

  public XmlDocument element(String name, long number) {
    return element(name, String.valueOf(number));
  }

  public XmlDocument element(String name, boolean truth) {
    return element(name, String.valueOf(truth));
  }

  /// An element whose text is in quotes, as entity tags are.
  public XmlDocument quoted(String name, String text) {
    return element(name, '"' + text + '"');
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            default -> {
              if (c < ' ' || c == 0x7f) {
                out.append("&#").append(c).append(';');
              } else {
                out.appendCodePoint(c);
              }
            }
          }
        });
  }

  /// Closes what is open.
  public byte[] bytes() {
    while (!open.isEmpty()) {
      close();
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
