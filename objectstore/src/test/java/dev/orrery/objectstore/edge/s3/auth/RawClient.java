package dev.orrery.objectstore.edge.s3.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.objectstore.RunningServer;
import dev.orrery.objectstore.edge.s3.UriEncoding;
import dev.orrery.objectstore.edge.s3.auth.SignatureV4.Scope;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One signed request over a socket of its own, in which a test may change anything.
final class RawClient {
  private static final int TIMEOUT_MILLIS = 20_000;

  final Map<String, String> headers = new TreeMap<>();
  final Map<String, List<String>> query = new LinkedHashMap<>();
  String method = "GET";
  String path = "/";
  String accessKey = RunningServer.ACCESS_KEY;
  String secretKey = RunningServer.SECRET_KEY;
  Instant now = Instant.now();
  byte[] body = {};
  String payloadHash = SignatureV4.UNSIGNED_PAYLOAD;

  /// The headers added behind the signature's back.
  final Map<String, String> unsigned = new LinkedHashMap<>();

  /// Whether no Content-Length is sent.
  boolean unframed;

  private final int port;

  RawClient(RunningServer server, String method, String path) {
    this.port = server.s3Port();
    this.method = method;
    this.path = path;
    headers.put("host", "127.0.0.1:" + port);
  }

  RawClient header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  RawClient body(String text) {
    body = text.getBytes(UTF_8);
    return this;
  }

  record Answer(int status, Map<String, String> headers, String body) {
    private static final Pattern CODE = Pattern.compile("<Code>(\\w+)</Code>");

    /// The code of S3's error; empty when the body is no such document.
    String code() {
      Matcher matcher = CODE.matcher(body);
      return matcher.find() ? matcher.group(1) : "";
    }

    String told() {
      return status + " " + code();
    }
  }

  Scope scope() {
    return Scope.at(now, "us-east-1");
  }

  String time() {
    return SignatureV4.TIME.format(now);
  }

  byte[] signingKey() {
    return scope().signingKey(secretKey);
  }

  /// Signs; afterwards nothing may change that is signed.
  String signature() {
    headers.put("x-amz-date", time());
    headers.put("x-amz-content-sha256", payloadHash);
    String canonical = SignatureV4.canonicalRequest(method, path, query, headers, payloadHash);
    return SignatureV4.sign(signingKey(), SignatureV4.stringToSign(time(), scope(), canonical));
  }

  Answer send() throws IOException {
    return sendSigned(signature());
  }

  Answer sendSigned(String signature) throws IOException {
    unsigned.putIfAbsent(
        "authorization",
        SignatureV4.ALGORITHM
            + " Credential="
            + accessKey
            + "/"
            + scope().text()
            + ", SignedHeaders="
            + String.join(";", headers.keySet())
            + ", Signature="
            + signature);
    return exchange();
  }

  /// Sends it presigned.
  Answer sendPresigned(Duration expires) throws IOException {
    query.put("X-Amz-Algorithm", List.of(SignatureV4.ALGORITHM));
    query.put("X-Amz-Credential", List.of(accessKey + "/" + scope().text()));
    query.put("X-Amz-Date", List.of(time()));
    query.put("X-Amz-Expires", List.of(String.valueOf(expires.toSeconds())));
    query.put("X-Amz-SignedHeaders", List.of(String.join(";", headers.keySet())));
    String canonical = SignatureV4.canonicalRequest(method, path, query, headers, payloadHash);
    query.put(
        "X-Amz-Signature",
        List.of(
            SignatureV4.sign(signingKey(), SignatureV4.stringToSign(time(), scope(), canonical))));
    return exchange();
  }

  Answer exchange() throws IOException {
    StringBuilder head = new StringBuilder();
    String asked = SignatureV4.canonicalQuery(query);
    head.append(method).append(' ').append(UriEncoding.encodePath(path));
    head.append(asked.isEmpty() ? "" : "?" + asked).append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    unsigned.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (!unframed
        && !headers.containsKey("content-length")
        && (body.length > 0 || method.equals("PUT"))) {
      head.append("content-length: ").append(body.length).append("\r\n");
    }
    head.append("connection: close\r\n\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(head.toString().getBytes(ISO_8859_1));
      out.write(body);
      out.flush();
      return parse(new String(socket.getInputStream().readAllBytes(), UTF_8));
    }
  }

  private static Answer parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    String[] lines = text.substring(0, end).split("\r\n", -1);
    Map<String, String> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      found.put(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
    }
    return new Answer(Integer.parseInt(lines[0].split(" ", -1)[1]), found, text.substring(end + 4));
  }
}
