package dev.orrery.runtime.http;

/// Stands before every handler of a server: telemetry, authentication, fault injection.
///
/// Filters run in the order they were added, the first one outermost. `next` never throws on
/// account of the handler: what a handler throws has become a problem response by the time a filter
/// sees it (the cause is at [HttpRequest#failure()]), so a filter that measures needs no `try`. A
/// filter itself may throw [HttpProblemException] to refuse.
@FunctionalInterface
public interface HttpFilter {

  /// Answers the request, usually by `next.handle(request)`, before and after which it does its own
  /// work.
  HttpResponse filter(HttpRequest request, HttpHandler next) throws Exception;
}
