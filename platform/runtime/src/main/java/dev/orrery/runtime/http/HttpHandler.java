package dev.orrery.runtime.http;

/// Answers one request. It runs on a virtual thread of its own and may block.
///
/// A handler is shared by all requests, so it must be safe for use by many threads.
@FunctionalInterface
public interface HttpHandler {

  /// Returns the answer to a request.
  ///
  /// @throws HttpProblemException to answer with that problem
  /// @throws Exception anything else becomes a 500 problem that tells the client nothing of the
  ///   cause
  HttpResponse handle(HttpRequest request) throws Exception;
}
