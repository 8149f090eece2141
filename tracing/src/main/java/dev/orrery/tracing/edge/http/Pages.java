package dev.orrery.tracing.edge.http;

import dev.orrery.runtime.http.HttpRequest;
import dev.orrery.runtime.http.HttpResponse;
import dev.orrery.runtime.http.HttpServer;
import dev.orrery.tracing.core.view.Answers;
import dev.orrery.tracing.core.view.Waterfall;
import dev.orrery.tracing.v1.GetTraceResponse;
import dev.orrery.tracing.v1.Span;
import dev.orrery.tracing.v1.TraceSummary;
import java.util.List;
import java.util.Locale;

/// `GET /` lists the newest traces; `GET /traces/{id}/view` draws one: a bar a span on a common
/// axis of time, the critical path filled, and the text waterfall below. No script runs in either.
public final class Pages {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String STYLE =
      """
      body{font:15px system-ui,sans-serif;margin:2em;max-width:70em}
      table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2em .6em}
      tr:nth-child(even){background:#8881}.error{color:#b00}
      .row{display:flex;align-items:center;height:1.5em}
      .name{width:22em;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
      .axis{flex:1;position:relative;height:1em}
      .bar{position:absolute;height:100%;min-width:2px;background:#8ab4d8;border-radius:2px}
      .critical{background:#1a5fa8}.later{background:#bbb}
      """;

  private final Answers answers;

  public Pages(Answers answers) {
    this.answers = answers;
  }

  public void addTo(HttpServer.Builder server) {
    server.route("GET", "/", this::list).route("GET", "/traces/{id}/view", this::trace);
  }

  private HttpResponse list(HttpRequest request) {
    StringBuilder rows = new StringBuilder();
    for (TraceSummary trace : answers.traces(JsonRoutes.traceQuery(request)).getTracesList()) {
      rows.append("<tr")
          .append(trace.getError() ? " class=error" : "")
          .append("><td><a href=\"/traces/");
      rows.append(trace.getTraceId()).append("/view\">").append(trace.getTraceId()).append("</a>");
      cell(rows, trace.getRootService());
      cell(rows, trace.getRootName());
      cell(rows, millis(trace.getDurationNanos()));
      cell(rows, String.valueOf(trace.getSpans()));
    }
    return page(
        "Traces",
        "<p>Newest first; <code>?service=…&amp;errors=true&amp;limit=…</code> narrows.</p>"
            + "<table><tr><th>trace<th>service<th>operation<th>time<th>spans"
            + rows
            + "</table>");
  }

  private static void cell(StringBuilder row, String text) {
    row.append("<td>").append(escape(text));
  }

  private HttpResponse trace(HttpRequest request) {
    GetTraceResponse trace = JsonRoutes.trace(answers, request);
    List<Span> spans = trace.getSpansList();
    long start = spans.stream().mapToLong(Span::getStartNanos).min().orElse(0);
    long end = spans.stream().mapToLong(Span::getEndNanos).max().orElse(0);
    StringBuilder body = new StringBuilder();
    body.append("<p>")
        .append(spans.size())
        .append(" spans, ")
        .append(trace.getOrphans())
        .append(
            " of them without their parent. Dark: the critical path. Grey: not waited for.</p>");
    for (Span span : spans) {
      bar(body, span, start, Math.max(1, end - start));
    }
    body.append("<pre>")
        .append(escape(String.join("\n", Waterfall.render(spans))))
        .append("</pre>");
    return page("Trace " + request.pathParameter("id"), body.toString());
  }

  private static void bar(StringBuilder body, Span span, long start, long total) {
    String kind = span.getCritical() ? " critical" : span.getAsynchronous() ? " later" : "";
    body.append("<div class=row><span class=name>")
        .append(escape(span.getService() + " " + span.getName()))
        .append("</span><span class=axis><span class=\"bar")
        .append(kind)
        .append("\" title=\"")
        .append(millis(span.getEndNanos() - span.getStartNanos()))
        .append(
            String.format(
                Locale.ROOT,
                "\" style=\"left:%.3f%%;width:%.3f%%\"></span></span></div>\n",
                100.0 * (span.getStartNanos() - start) / total,
                100.0 * (span.getEndNanos() - span.getStartNanos()) / total));
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / NANOS_PER_MILLI);
  }

  private static HttpResponse page(String title, String body) {
    String heading = escape(title);
    return HttpResponse.of(200)
        .html(
            "<!doctype html><html lang=en><meta charset=utf-8><title>"
                + heading
                + "</title><style>"
                + STYLE
                + "</style><h1>"
                + heading
                + "</h1>"
                + body
                + "</html>")
        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  }

  /// What spans say comes from anywhere: nothing of it may become markup.
  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
