package dev.orrery.runtime.http;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Filters around the router, with every exception turned into a problem at the layer where it was
/// thrown.
final class Application {

  private final HttpHandler chain;

  Application(
      Router router, List<HttpFilter> filters, BiConsumer<HttpRequest, Throwable> failureListener) {
    HttpHandler inner = bounded(refusing(router), failureListener);
    for (HttpFilter filter : filters.reversed()) {
      HttpHandler next = inner;
      inner = bounded(request -> filter.filter(request, next), failureListener);
    }
    this.chain = inner;
  }

  /// Answers a request; never throws an exception.
  HttpResponse handle(HttpRequest request) {
    try {
      return chain.handle(request);
    } catch (Exception impossible) {
      return HttpResponse.problem(Problem.of(500, ""));
    }
  }

  private static HttpHandler refusing(HttpHandler handler) {
    return request -> {
      Optional<Problem> refusal = request.refusal();
      return refusal.isPresent() ? HttpResponse.problem(refusal.get()) : handler.handle(request);
    };
  }

  private static HttpHandler bounded(
      HttpHandler handler, BiConsumer<HttpRequest, Throwable> failureListener) {
    return request -> {
      try {
        return handler.handle(request);
      } catch (HttpProblemException refused) {
        request.failed(refused);
        return HttpResponse.problem(refused.problem());
      } catch (Exception | StackOverflowError | AssertionError failed) {
        request.failed(failed);
        failureListener.accept(request, failed);
        return HttpResponse.problem(Problem.of(500, "the server failed to answer this request"));
      }
    };
  }
}
