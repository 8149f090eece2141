package dev.orrery.apigateway;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.orrery.apigateway.core.admission.Admission;
import dev.orrery.apigateway.core.admission.Admission.RouteClass;
import dev.orrery.apigateway.core.admission.TrustedProxies;
import dev.orrery.apigateway.core.api.ApiReader;
import dev.orrery.apigateway.core.api.Operation;
import dev.orrery.apigateway.core.token.CachingVerifier;
import dev.orrery.apigateway.core.token.TokenRules;
import dev.orrery.apigateway.core.token.TokenVerifier;
import dev.orrery.apigateway.edge.grpc.Backends;
import dev.orrery.apigateway.edge.http.Gateway;
import dev.orrery.apigateway.edge.jwks.PublishedKeys;
import dev.orrery.primitives.ratelimit.RateLimit;
import dev.orrery.runtime.http.HttpLimits;
import dev.orrery.runtime.http.HttpResponse;
import dev.orrery.runtime.http.HttpServer;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.Neighbours;
import dev.orrery.runtime.rpc.RpcServer;
import dev.orrery.runtime.rpc.SrvLookup;
import dev.orrery.runtime.telemetry.TelemetryFilter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The API gateway, assembled. What it serves is the descriptor set it is given.
public final class ApiGatewayServer implements Component {
  private static final String JWKS_PATH = "/.well-known/jwks.json";
  private static final Duration WARM_UP_PAUSE = Duration.ofMillis(300);

  private final ApiGatewayConfig config;
  private final ComponentContext context;
  private final List<Operation> operations;
  private final PublishedKeys keys;
  private final Backends backends;
  private @Nullable RpcServer rpc;
  private @Nullable HttpServer http;
  private @Nullable Thread warmUp;

  /// @param api the descriptors of the services behind, imports included
  /// @throws IllegalArgumentException when the descriptors cannot be served; says which and why
  public ApiGatewayServer(
      ApiGatewayConfig config, ComponentContext context, FileDescriptorSet api) {
    this.config = config;
    this.context = context;
    this.operations = ApiReader.read(api);
    this.keys =
        new PublishedKeys(this::keyPlaces, context.time(), config.jwksInterval(), context.log());
    this.backends =
        new Backends(
            backend -> context.channels().channel(Neighbours.SCHEME + ":///" + backend),
            config.requestTimeout());
  }

  @Override
  public void start() throws Exception {
    Gateway gateway =
        new Gateway(
            new Gateway.Parts(
                operations,
                SwappedParts.matcher(
                    config.routeMatcher(), operations.stream().map(Operation::route).toList()),
                verifier(),
                new Admission(
                    SwappedParts.limiters(config.ratelimiter()), limits(), config.ratedCallers()),
                new TrustedProxies(config.trustedProxies()),
                backends,
                SwappedParts.transcoders(config.transcoder()),
                Math.toIntExact(config.maximumBody().bytes()),
                context.time()));
    rpc = RpcServer.builder(context).start();
    try {
      http =
          HttpServer.builder()
              .host(context.host())
              .port(context.port("http"))
              .limits(HttpLimits.DEFAULTS.withBodyBytes(config.maximumBody().bytes()))
              .filter(new TelemetryFilter(context))
              .route("GET", "/healthz", request -> HttpResponse.of(200).text("ok\n"))
              .fallback(gateway)
              .build()
              .start();
    } catch (IOException | RuntimeException failure) {
      rpc.close();
      throw failure;
    }
    warmUp = Thread.ofVirtual().name(context.instance() + "-keys").start(this::awaitKeys);
  }

  private TokenVerifier verifier() {
    TokenVerifier verifier =
        SwappedParts.verifier(
            config.tokenVerifier(),
            keys,
            new TokenRules(config.issuer(), config.audience(), config.clockSkew().toMillis()));
    return config.tokenCache() == 0 ? verifier : new CachingVerifier(verifier, config.tokenCache());
  }

  private Map<RouteClass, RateLimit> limits() {
    Map<RouteClass, RateLimit> limits = new EnumMap<>(RouteClass.class);
    limits.put(RouteClass.READ, limit(config.readsPerMinute(), config.readsBurst()));
    limits.put(RouteClass.WRITE, limit(config.writesPerMinute(), config.writesBurst()));
    limits.put(RouteClass.ANONYMOUS, limit(config.anonymousPerMinute(), config.anonymousBurst()));
    return limits;
  }

  private static RateLimit limit(long perMinute, long burst) {
    return new RateLimit(
        perMinute, Duration.ofMinutes(1).toNanos(), burst == 0 ? perMinute : burst);
  }

  private List<URI> keyPlaces() throws IOException {
    if (!config.jwksUrl().isEmpty()) {
      return List.of(URI.create(config.jwksUrl()));
    }
    InetSocketAddress dns =
        context.neighbours().dns().orElseThrow(() -> new IOException("no DNS server is known"));
    List<URI> places = new ArrayList<>();
    for (InetSocketAddress found :
        SrvLookup.find(dns, context.neighbours().zone(), "http", "identity")) {
      String host = found.getAddress().getHostAddress();
      places.add(
          URI.create(
              "http://"
                  + (host.contains(":") ? "[" + host + "]" : host)
                  + ":"
                  + found.getPort()
                  + JWKS_PATH));
    }
    return places;
  }

  /// So that the first user does not wait for the keys, and health says when there are none.
  private void awaitKeys() {
    try {
      while (!keys.available()) {
        keys.fetch();
        Thread.sleep(WARM_UP_PAUSE);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    if (rpc != null) {
      endpoints.add(new Endpoint("grpc", context.host(), rpc.port()));
    }
    if (http != null) {
      endpoints.add(new Endpoint("http", context.host(), http.port()));
    }
    return endpoints;
  }

  @Override
  public Health health() {
    if (http == null) {
      return Health.down("not started");
    }
    return keys.available()
        ? Health.healthy()
        : Health.degraded("misses the public keys of identity: no token can be verified yet");
  }

  @Override
  public void close() {
    if (warmUp != null) {
      warmUp.interrupt();
    }
    if (http != null) {
      http.close();
    }
    if (rpc != null) {
      rpc.close();
    }
    backends.close();
  }

  @Override
  public void kill() {
    if (warmUp != null) {
      warmUp.interrupt();
    }
    if (http != null) {
      http.kill();
    }
    if (rpc != null) {
      rpc.kill();
    }
    backends.close();
  }
}
