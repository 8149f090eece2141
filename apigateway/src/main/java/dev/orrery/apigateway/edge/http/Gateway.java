package dev.orrery.apigateway.edge.http;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.orrery.apigateway.core.admission.Admission;
import dev.orrery.apigateway.core.admission.Admission.RouteClass;
import dev.orrery.apigateway.core.admission.TrustedProxies;
import dev.orrery.apigateway.core.api.Operation;
import dev.orrery.apigateway.core.routing.RouteMatcher;
import dev.orrery.apigateway.core.routing.RouteMatcher.Outcome;
import dev.orrery.apigateway.core.token.InvalidTokenException;
import dev.orrery.apigateway.core.token.KeysUnavailableException;
import dev.orrery.apigateway.core.token.TokenVerifier;
import dev.orrery.apigateway.core.token.VerifiedToken;
import dev.orrery.apigateway.core.transcoding.InvalidRequestException;
import dev.orrery.apigateway.core.transcoding.MalformedMessageException;
import dev.orrery.apigateway.core.transcoding.Transcoder;
import dev.orrery.apigateway.edge.grpc.Backends;
import dev.orrery.apigateway.v1.Permission;
import dev.orrery.primitives.ports.Time;
import dev.orrery.primitives.ratelimit.RateLimiter.Decision;
import dev.orrery.runtime.http.HttpHandler;
import dev.orrery.runtime.http.HttpRequest;
import dev.orrery.runtime.http.HttpResponse;
import dev.orrery.runtime.rpc.Caller;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.trace.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A request's way through the gateway, one step after the other:
///
/// ```
///   route ──► token ──► permission ──► rate limit ──► message ──► call ──► JSON
///   404 405   401 503   403            429            400 413 415  as the service says
/// ```
///
/// No header of the client is passed on to a service: who is acting comes from the token alone.
public final class Gateway implements HttpHandler {
  private static final String BEARER = "bearer ";
  private static final String ADMIN = "admin";

  /// The parts a gateway is made of; all are thread-safe.
  ///
  /// @param proxies who is believed about a client's address
  /// @param transcoders makes the transcoder of a type
  /// @param maximumBodyBytes of a request
  public record Parts(
      List<Operation> operations,
      RouteMatcher matcher,
      TokenVerifier verifier,
      Admission admission,
      TrustedProxies proxies,
      Backends backends,
      Function<Descriptor, Transcoder> transcoders,
      int maximumBodyBytes,
      Time time) {
    public Parts {
      operations = List.copyOf(operations);
    }
  }

  private final Parts parts;
  private final RequestMessage messages;
  private final List<Served> served;

  private record Served(Operation operation, Transcoder transcoder) {}

  public Gateway(Parts parts) {
    this.parts = parts;
    this.messages = new RequestMessage(parts.maximumBodyBytes());
    Map<String, Transcoder> made = new HashMap<>();
    this.served =
        parts.operations().stream()
            .map(operation -> new Served(operation, transcoder(operation.output(), made)))
            .toList();
  }

  /// One transcoder for all operations that answer alike.
  private Transcoder transcoder(Descriptor type, Map<String, Transcoder> made) {
    return made.computeIfAbsent(type.getFullName(), absent -> parts.transcoders().apply(type));
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    return switch (parts.matcher().match(method, request.rawPath())) {
      case Outcome.Found(int route, Map<String, String> variables) ->
          serve(served.get(route), request, variables);
      case Outcome.WrongMethod(var allowed) -> {
        TreeSet<String> all = new TreeSet<>(allowed);
        all.add("OPTIONS");
        if (all.contains("GET")) {
          all.add("HEAD");
        }
        String allow = String.join(", ", all);
        yield method.equals("OPTIONS")
            ? HttpResponse.of(204).header("Allow", allow)
            : Problems.wrongMethod(allow);
      }
      case Outcome.Unknown() -> Problems.notFound();
    };
  }

  private HttpResponse serve(Served route, HttpRequest request, Map<String, String> variables)
      throws Exception {
    Operation operation = route.operation();
    Span span = Span.current();
    span.updateName(operation.route().toString());
    span.setAttribute("http.route", operation.route().path().text());
    Optional<VerifiedToken> token;
    try {
      token = authenticate(operation, request);
    } catch (InvalidTokenException invalid) {
      return Problems.tokenInvalid(String.valueOf(invalid.getMessage()));
    } catch (KeysUnavailableException nobodyKnows) {
      return Problems.of(503, "KEYS_UNAVAILABLE", String.valueOf(nobodyKnows.getMessage()));
    }
    if (operation.permission() != Permission.PERMISSION_PUBLIC) {
      if (token.isEmpty()) {
        return Problems.tokenMissing();
      }
      span.setAttribute("enduser.id", token.get().subject());
      if (operation.permission() == Permission.PERMISSION_ADMIN
          && !token.get().roles().contains(ADMIN)) {
        return Problems.of(403, "ROLE_REQUIRED", "this wants the role " + ADMIN);
      }
    }
    Decision decision = admit(operation, request, token);
    if (!decision.allowed()) {
      return Problems.rateLimited(
          Math.max(1, Math.ceilDiv(decision.retryAfterNanos(), TimeUnit.SECONDS.toNanos(1))));
    }
    return answer(route, request, variables, token)
        .header("RateLimit-Remaining", String.valueOf(decision.remaining()));
  }

  /// The verified token; empty when there is none. A public route does not look at it.
  private Optional<VerifiedToken> authenticate(Operation operation, HttpRequest request)
      throws InvalidTokenException, KeysUnavailableException {
    if (operation.permission() == Permission.PERMISSION_PUBLIC) {
      return Optional.empty();
    }
    List<String> given = request.headers().all("authorization");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String credentials = given.getFirst();
    if (given.size() > 1 || !credentials.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new InvalidTokenException("there must be one bearer token");
    }
    return Optional.of(
        parts
            .verifier()
            .verify(credentials.substring(BEARER.length()).strip(), parts.time().wallMillis()));
  }

  private Decision admit(Operation operation, HttpRequest request, Optional<VerifiedToken> token) {
    RouteClass routeClass =
        token.isEmpty()
            ? RouteClass.ANONYMOUS
            : operation.write() ? RouteClass.WRITE : RouteClass.READ;
    String caller = token.map(VerifiedToken::subject).orElseGet(() -> address(request));
    return parts.admission().ask(caller, routeClass, parts.time().monotonicNanos());
  }

  private String address(HttpRequest request) {
    return parts
        .proxies()
        .client(request.remoteAddress().getAddress(), request.headers().all("x-forwarded-for"));
  }

  private HttpResponse answer(
      Served route,
      HttpRequest request,
      Map<String, String> variables,
      Optional<VerifiedToken> token)
      throws Exception {
    Operation operation = route.operation();
    try {
      Message message = messages.read(operation, request, variables);
      byte[] answer =
          token.isEmpty()
              ? parts.backends().call(operation, message)
              : Caller.actingFor(
                  token.get().subject(),
                  token.get().roles(),
                  () -> parts.backends().call(operation, message));
      return HttpResponse.of(200)
          .json(route.transcoder().toJson(answer))
          .header("Cache-Control", "no-store")
          .header("X-Content-Type-Options", "nosniff");
    } catch (InvalidRequestException wrong) {
      return Problems.invalid(wrong);
    } catch (StatusRuntimeException refused) {
      return Problems.of(refused);
    } catch (MalformedMessageException broken) {
      return Problems.of(500, "MALFORMED_ANSWER", "a service failed to answer this request");
    }
  }
}
