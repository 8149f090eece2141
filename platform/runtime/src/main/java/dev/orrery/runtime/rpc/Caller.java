package dev.orrery.runtime.rpc;

import io.grpc.Context;
import io.grpc.Metadata;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/// Who is calling, and on behalf of whom.
///
/// In gRPC metadata: `authorization: Bearer <token>`, `orrery-caller: gateway-1`, `orrery-actor:
/// <user id>`, `orrery-roles: user,admin`. Actor and roles are believed only of a caller that holds
/// the service credential; of any other they are dropped. They are passed on by every call made
/// while serving one.
///
/// @param service the calling instance, or "" when it does not say
/// @param actor the id of the end user on whose behalf it calls
/// @param roles the actor's roles
/// @param access what the caller has shown itself to be
public record Caller(String service, Optional<String> actor, Set<String> roles, Access access) {
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> CALLER =
      Metadata.Key.of("orrery-caller", Metadata.ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> ACTOR =
      Metadata.Key.of("orrery-actor", Metadata.ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> ROLES =
      Metadata.Key.of("orrery-roles", Metadata.ASCII_STRING_MARSHALLER);
  static final Context.Key<Caller> KEY = Context.key("caller");
  private static final String BEARER = "Bearer ";
  private static final Caller NOBODY = new Caller("", Optional.empty(), Set.of(), Access.OPEN);

  public Caller {
    roles = Set.copyOf(roles);
  }

  /// The caller of the request being served on this thread's gRPC context; nobody outside one.
  public static Caller current() {
    Caller caller = KEY.get();
    return caller == null ? NOBODY : caller;
  }

  /// Runs `body` so that the calls it makes act for an end user: for the gateway, which has
  /// verified who that is.
  public static <T> T actingFor(String actor, Set<String> roles, Callable<T> body)
      throws Exception {
    Caller caller = new Caller("", Optional.of(actor), roles, Access.OPEN);
    return Context.current().withValue(KEY, caller).call(body);
  }

  /// @throws RpcException UNAUTHENTICATED (reason CREDENTIAL_REQUIRED) when the caller has not
  ///   shown itself to be `needed`
  public void require(Access needed) {
    if (!access.covers(needed)) {
      throw RpcException.unauthenticated(
          "CREDENTIAL_REQUIRED",
          needed == Access.OPERATOR
              ? "this call wants the operator's credential (credentials/operator.token in the data directory)"
              : "this call wants a component's credential");
    }
  }

  /// The actor's id.
  ///
  /// @throws RpcException UNAUTHENTICATED (reason ACTOR_REQUIRED) when the call is on nobody's
  ///   behalf
  public String requireActor() {
    return actor.orElseThrow(() ->
        RpcException.unauthenticated(
            "ACTOR_REQUIRED", "this call must be made on behalf of a user"));
  }

  static Caller from(Metadata headers, Credentials credentials) {
    String authorization = headers.get(AUTHORIZATION);
    Access access =
        authorization != null && authorization.startsWith(BEARER)
            ? credentials.accessOf(authorization.substring(BEARER.length()))
            : Access.OPEN;
    String service = headers.get(CALLER);
    String actor = access.covers(Access.SERVICE) ? headers.get(ACTOR) : null;
    String roles = access.covers(Access.SERVICE) ? headers.get(ROLES) : null;
    return new Caller(
        service == null ? "" : service,
        Optional.ofNullable(actor),
        roles == null || roles.isEmpty() ? Set.of() : Set.of(roles.split(",")),
        access);
  }

  void writeTo(Metadata headers) {
    actor.ifPresent(id -> headers.put(ACTOR, id));
    if (!roles.isEmpty()) {
      headers.put(ROLES, String.join(",", new TreeSet<>(roles)));
    }
  }
}
