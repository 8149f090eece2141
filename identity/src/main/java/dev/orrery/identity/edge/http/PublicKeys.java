package dev.orrery.identity.edge.http;

import dev.orrery.identity.core.token.AccessTokens;
import dev.orrery.runtime.http.HttpResponse;
import dev.orrery.runtime.http.HttpServer;

/// What a verifier needs, over HTTP: the JWK Set, and the metadata that names it (RFC 8414).
public final class PublicKeys {
  private static final String JWKS_PATH = "/.well-known/jwks.json";

  private final AccessTokens tokens;

  public PublicKeys(AccessTokens tokens) {
    this.tokens = tokens;
  }

  /// Adds the routes to a server that is being described; returns it.
  public HttpServer.Builder routes(HttpServer.Builder server) {
    String metadata =
        "{\"issuer\":\""
            + AccessTokens.ISSUER
            + "\",\"jwks_uri\":\""
            + AccessTokens.ISSUER
            + JWKS_PATH
            + "\","
            + "\"id_token_signing_alg_values_supported\":[\"ES256\"],\"response_types_supported\":[\"token\"],"
            + "\"subject_types_supported\":[\"public\"]}";
    return server
        .route(
            "GET",
            JWKS_PATH,
            _ ->
                HttpResponse.of(200)
                    .json(tokens.jwks())
                    .header("Cache-Control", "public, max-age=60"))
        .route("GET", "/.well-known/openid-configuration", _ -> HttpResponse.of(200).json(metadata))
        .route("GET", "/healthz", _ -> HttpResponse.of(200).text("ok\n"));
  }
}
