package dev.orrery.loadbalancer.core.message;

import dev.orrery.runtime.http.HttpHeaders;
import dev.orrery.runtime.http.RequestHead;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Turns the head a client sent into the head a backend gets (RFC 9110 §7.6).
///
/// What belonged to the client's connection is taken out. Framing is written anew from what was
/// decided, not copied, so that the backend cannot read it differently. Who the client is stands in
/// `X-Forwarded-*` and `Forwarded` (RFC 7239); what a client says there about itself is dropped,
/// unless the configuration says that clients are proxies to be trusted.
public final class RequestRewriter {
  /// The name of this proxy in `Via` fields.
  public static final String PSEUDONYM = "orrery";

  private static final Set<String> OWN =
      Set.of(
          "host",
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authorization",
          "proxy-authenticate",
          "te",
          "transfer-encoding",
          "content-length",
          "upgrade",
          "http2-settings",
          "traceparent");
  private static final Set<String> FORWARDING =
      Set.of(
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-real-ip");

  private final boolean trusted;

  /// @param trusted whether what clients say in forwarding fields is kept and added to
  public RequestRewriter(boolean trusted) {
    this.trusted = trusted;
  }

  /// Whether the client asks to speak WebSocket from here on, the only protocol to which a
  /// connection may be upgraded.
  public static boolean wantsWebSocket(RequestHead head) {
    return head.method().equals("GET")
        && head.minorVersion() > 0
        && head.bodyLength() == 0
        && head.headers().contains("upgrade")
        && head.headers().containsToken("connection", "upgrade")
        && head.headers().containsToken("upgrade", "websocket");
  }

  /// Writes the new head.
  ///
  /// @param clientAddress the peer's address in text, without its port
  /// @param traceparent the header of the balancer's own span; then a client's `tracestate` stays
  public void write(
      RequestHead head,
      Target target,
      String clientAddress,
      Optional<String> traceparent,
      HeadWriter out) {
    HttpHeaders headers = head.headers();
    String host = target.authority().or(() -> headers.first("host")).orElse("");
    out.text(head.method()).text(" ").text(target.sent()).text(" HTTP/1.1\r\n");
    out.field("Host", host);
    Set<String> listed = listed(headers);
    headers.forEach((name, value) -> {
      if (passes(name, listed)) {
        out.field(name, value);
      }
    });
    if (head.bodyLength() == RequestHead.CHUNKED) {
      out.field("Transfer-Encoding", "chunked");
    } else if (head.bodyLength() > 0 || headers.contains("content-length")) {
      out.field("Content-Length", Long.toString(head.bodyLength()));
    }
    if (wantsWebSocket(head)) {
      out.field("Connection", "Upgrade").field("Upgrade", "websocket");
    }
    out.field("Via", "1." + head.minorVersion() + " " + PSEUDONYM);
    forwarding(headers, clientAddress, host, out);
    traceparent.ifPresent(value -> out.field("traceparent", value));
    out.text("\r\n");
  }

  private boolean passes(String name, Set<String> listed) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !OWN.contains(lower)
        && (trusted || !FORWARDING.contains(lower))
        && (listed.isEmpty() || !listed.contains(lower));
  }

  /// The fields that the client's `Connection` says are for this hop only. Fields without which the
  /// request would mean something else do not become so by being listed.
  private static Set<String> listed(HttpHeaders headers) {
    List<String> values = headers.all("connection");
    if (values.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (String value : values) {
      for (String name : value.split(",", -1)) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    names.removeAll(Set.of("authorization", "cookie", "expect", "origin", "content-type"));
    return names;
  }

  private void forwarding(HttpHeaders headers, String client, String host, HeadWriter out) {
    out.field("X-Forwarded-For", client);
    if (!trusted || !headers.contains("x-forwarded-proto")) {
      out.field("X-Forwarded-Proto", "http");
    }
    if (!host.isEmpty() && (!trusted || !headers.contains("x-forwarded-host"))) {
      out.field("X-Forwarded-Host", host);
    }
    // An IPv6 address has colons and stands in brackets and quotes (RFC 7239 §6).
    out.text("Forwarded: for=");
    if (client.indexOf(':') >= 0) {
      out.text("\"[").text(client).text("]\"");
    } else {
      out.text(client);
    }
    if (!host.isEmpty()) {
      out.text(";host=\"").text(host).text("\"");
    }
    out.text(";proto=http\r\n");
  }
}
