package dev.orrery.tracing.core.view;

import dev.orrery.tracing.v1.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A trace as text, a line a hop:
///
/// ```
/// 1. * loadbalancer POST /v1/posts → gateway-1         6.0 ms
/// 2. *   apigateway CreatePost                         5.1 ms
/// 3. *     posts CreatePost                            3.0 ms
/// 4. *       database Commit                           2.2 ms  ← bottleneck
/// 5.       (later) relay → log Append                  0.4 ms
/// ```
///
/// The two spans of a call, the caller's CLIENT and the callee's SERVER, are one line: named by the
/// callee, as long as the caller waited. `*` marks the critical path, `← bottleneck` the line on it
/// that explains most time itself, `(later)` what the request did not wait for. A cache look-up
/// says `hit` or `miss`, an error says so.
public final class Waterfall {
  private static final String CACHE_HIT = "cache.hit";

  /// What a proxy says of where it sent a request.
  private static final String BACKEND = "orrery.backend";

  private static final Pattern CALL = Pattern.compile("[\\w.]+\\.[A-Z]\\w*/\\w+");
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int INDENT = 2;

  /// One line before it is laid out.
  private record Hop(Span caller, Span callee, int depth, boolean proxied) {
    boolean isCall() {
      return !caller.getSpanId().equals(callee.getSpanId());
    }

    long selfNanos() {
      return callee.getCriticalSelfNanos() + (isCall() ? caller.getCriticalSelfNanos() : 0);
    }

    boolean critical() {
      return caller.getCritical() || callee.getCritical();
    }
  }

  private final Map<String, List<Span>> childrenOf = new HashMap<>();
  private final List<Hop> hops = new ArrayList<>();

  private Waterfall(List<Span> spans) {
    Set<String> ids = spans.stream().map(Span::getSpanId).collect(Collectors.toSet());
    List<Span> tops = new ArrayList<>();
    for (Span span : spans) {
      if (ids.contains(span.getParentSpanId())) {
        childrenOf.computeIfAbsent(span.getParentSpanId(), id -> new ArrayList<>()).add(span);
      } else {
        tops.add(span);
      }
    }
    collect(tops);
  }

  /// @param spans of one trace, as the Tracing service's GetTrace answers: depth-first, children by
  ///   start time
  /// @return a line a hop, without line ends
  public static List<String> render(List<Span> spans) {
    return new Waterfall(spans).lines();
  }

  private record Open(Span span, int depth) {}

  private void collect(List<Span> tops) {
    Deque<Open> open = new ArrayDeque<>();
    tops.reversed().forEach(top -> open.push(new Open(top, 0)));
    while (!open.isEmpty()) {
      Open next = open.pop();
      Hop hop = hop(next);
      hops.add(hop);
      LinkedHashSet<Span> below = new LinkedHashSet<>(children(hop.callee()));
      if (hop.isCall()) {
        children(hop.caller()).stream()
            .filter(child -> !child.getSpanId().equals(hop.callee().getSpanId()))
            .forEach(below::add);
      }
      new ArrayList<>(below)
          .reversed()
          .forEach(child -> open.push(new Open(child, next.depth() + 1)));
    }
  }

  private Hop hop(Open open) {
    Span span = open.span();
    Span callee = span;
    if (span.getKind() == Span.Kind.KIND_CLIENT) {
      callee =
          children(span).stream()
              .filter(child -> child.getKind() == Span.Kind.KIND_SERVER)
              .findFirst()
              .orElse(span);
    }
    return new Hop(span, callee, open.depth(), open.depth() == 0);
  }

  private List<Span> children(Span span) {
    return childrenOf.getOrDefault(span.getSpanId(), List.of());
  }

  private List<String> lines() {
    long most = hops.stream().filter(Hop::critical).mapToLong(Hop::selfNanos).max().orElse(0);
    List<String> labels = hops.stream().map(this::label).toList();
    int width = labels.stream().mapToInt(String::length).max().orElse(0);
    int digits = String.valueOf(hops.size()).length();
    List<String> lines = new ArrayList<>();
    boolean marked = false;
    for (int i = 0; i < hops.size(); i++) {
      Hop hop = hops.get(i);
      StringBuilder line = new StringBuilder();
      line.append(String.format(Locale.ROOT, "%" + digits + "d. ", i + 1));
      line.append(hop.critical() ? "* " : "  ");
      line.append(String.format(Locale.ROOT, "%-" + Math.max(1, width) + "s", labels.get(i)));
      line.append(String.format(Locale.ROOT, "  %8.1f ms", millis(hop.caller())));
      if (!marked && most > 0 && hop.critical() && hop.selfNanos() == most) {
        line.append("  ← bottleneck");
        marked = true;
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private String label(Hop hop) {
    Span callee = hop.callee();
    StringBuilder label = new StringBuilder(" ".repeat(INDENT * hop.depth()));
    if (callee.getAsynchronous()) {
      label.append("(later) ");
      if (hop.isCall()) {
        label.append(hop.caller().getService()).append(" → ");
      }
    }
    label.append(callee.getService());
    if (callee.getKind() == Span.Kind.KIND_CLIENT && CALL.matcher(callee.getName()).matches()) {
      // Whoever was called sent no span: the contract's name stands for it.
      String contract = callee.getName().substring(0, callee.getName().indexOf('/'));
      label.append(" → ").append(contract.substring(contract.lastIndexOf('.') + 1));
    }
    label.append(' ').append(shortName(callee.getName()));
    String hit = callee.getAttributesOrDefault(CACHE_HIT, attribute(hop.caller(), CACHE_HIT));
    if (!hit.isEmpty()) {
      label.append(Boolean.parseBoolean(hit) ? " hit" : " miss");
    }
    if (hop.proxied()) {
      label.append(proxiedTo(callee));
    }
    if (callee.getError()) {
      label.append(" failed");
      if (!callee.getStatusMessage().isEmpty()) {
        label.append(": ").append(callee.getStatusMessage());
      }
    }
    return label.toString();
  }

  /// `package.Service/Method`, as OpenTelemetry names the span of a call, without what the
  /// service's name says already.
  private static String shortName(String name) {
    return CALL.matcher(name).matches() ? name.substring(name.indexOf('/') + 1) : name;
  }

  private static String attribute(Span span, String key) {
    return span.getAttributesOrDefault(key, "");
  }

  /// Where a top line that only passes a request on sent it: the instance that answered.
  private String proxiedTo(Span top) {
    if (!attribute(top, BACKEND).isEmpty()) {
      return " → " + attribute(top, BACKEND);
    }
    List<Hop> calls =
        children(top).stream()
            .filter(child -> !child.getAsynchronous())
            .map(child -> hop(new Open(child, 1)))
            .filter(Hop::isCall)
            .toList();
    if (calls.size() != 1 || calls.getFirst().callee().getInstance().isEmpty()) {
      return "";
    }
    return " → " + calls.getFirst().callee().getInstance();
  }

  private static double millis(Span span) {
    return (span.getEndNanos() - span.getStartNanos()) / NANOS_PER_MILLI;
  }
}
