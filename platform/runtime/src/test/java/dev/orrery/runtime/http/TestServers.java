package dev.orrery.runtime.http;

/// Servers the tests of this package talk to.
final class TestServers {

  private TestServers() {}

  static HttpServer echo(HttpLimits limits) {
    return routes(limits).build();
  }

  static HttpServer.Builder routes(HttpLimits limits) {
    return HttpServer.builder()
        .limits(limits)
        .failureListener((request, failure) -> {})
        .route("GET", "/", request -> HttpResponse.of(200).text("root"))
        .route(
            "GET",
            "/v1/users/{id}",
            request ->
                HttpResponse.of(200)
                    .text(
                        "user "
                            + request.pathParameter("id")
                            + request.query("x").map(x -> " x=" + x).orElse("")))
        .route(
            "POST",
            "/echo",
            request -> HttpResponse.of(200).bytes("text/plain", request.body(1 << 20)))
        .route(
            "POST",
            "/echo-stream",
            request ->
                HttpResponse.of(200).stream(
                    "text/plain", out -> request.bodyStream().transferTo(out)))
        .route("POST", "/ignore", request -> HttpResponse.of(200).text("ignored"))
        .route(
            "GET",
            "/fail",
            request -> {
              throw new IllegalStateException("secret");
            });
  }
}
