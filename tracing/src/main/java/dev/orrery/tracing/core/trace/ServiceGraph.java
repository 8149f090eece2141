package dev.orrery.tracing.core.trace;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who calls whom, read off the spans: where a SERVER or CONSUMER span's parent, or the span it is
/// linked to, is of another service, that service called this one. A CLIENT span without an answer
/// from the other side counts too, when it names its peer in `peer.service`: that is how a
/// dependency that sends no spans becomes visible.
///
/// Not thread-safe; made for one question.
public final class ServiceGraph {
  /// @param errors calls the callee (or, when it is silent, the caller) marked as failed
  public record Edge(String caller, String callee, long calls, long errors) {}

  private record Pair(String caller, String callee) {}

  private record Tally(long calls, long errors) {
    Tally plus(boolean error) {
      return new Tally(calls + 1, errors + (error ? 1 : 0));
    }
  }

  private static final String PEER_SERVICE = "peer.service";

  private final Map<Pair, Tally> tallies = new HashMap<>();
  private final TraceStore store;

  private ServiceGraph(TraceStore store) {
    this.store = store;
  }

  /// Edges by caller, then callee.
  public static List<Edge> of(TraceStore store) {
    ServiceGraph graph = new ServiceGraph(store);
    store.forEachTrace(graph::add);
    return graph.tallies.entrySet().stream()
        .map(entry ->
            new Edge(
                entry.getKey().caller(),
                entry.getKey().callee(),
                entry.getValue().calls(),
                entry.getValue().errors()))
        .sorted(Comparator.comparing(Edge::caller).thenComparing(Edge::callee))
        .toList();
  }

  private void add(List<SpanRecord> trace) {
    Map<Long, SpanRecord> byId = new HashMap<>();
    Map<Long, SpanRecord> answers = new HashMap<>();
    for (SpanRecord span : trace) {
      byId.put(span.id(), span);
      if (span.kind() == SpanKind.SERVER) {
        answers.put(span.parent(), span);
      }
    }
    for (SpanRecord span : trace) {
      switch (span.kind()) {
        case SERVER, CONSUMER -> received(span, byId);
        case CLIENT, PRODUCER -> {
          if (!answers.containsKey(span.id())) {
            span.attributes()
                .get(PEER_SERVICE)
                .ifPresent(peer -> count(span.service(), peer, span.error()));
          }
        }
        case INTERNAL, UNSPECIFIED -> {}
      }
    }
  }

  private void received(SpanRecord span, Map<Long, SpanRecord> byId) {
    SpanRecord parent = byId.get(span.parent());
    if (parent != null) {
      count(parent.service(), span.service(), span.error());
    }
    for (Link link : span.links()) {
      boolean toParent = link.span() == span.parent() && link.trace().equals(span.trace());
      if (!toParent) {
        store.spansOf(link.trace()).stream()
            .filter(cause -> cause.id() == link.span())
            .findFirst()
            .ifPresent(cause -> count(cause.service(), span.service(), span.error()));
      }
    }
  }

  private void count(String caller, String callee, boolean error) {
    if (!caller.equals(callee)) {
      tallies.merge(
          new Pair(caller, callee), new Tally(0, 0).plus(error), (old, one) -> old.plus(error));
    }
  }
}
