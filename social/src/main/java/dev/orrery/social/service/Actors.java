package dev.orrery.social.service;

import dev.orrery.runtime.rpc.Access;
import dev.orrery.runtime.rpc.Caller;
import dev.orrery.runtime.rpc.RpcException;
import io.opentelemetry.api.trace.Span;

/// Who acts, and whom a request means. Ids are positive 63-bit numbers, in decimal in the
/// contracts.
public final class Actors {
  /// Stands for the actor wherever a user id is asked for.
  public static final String ME = "me";

  private static final String ENDUSER = "enduser.id";

  private Actors() {}

  /// Marks the span of the request being served with its actor: counted as active users.
  public static void mark() {
    Caller.current().actor().ifPresent(actor -> Span.current().setAttribute(ENDUSER, actor));
  }

  /// The id in a field of a request.
  ///
  /// @throws RpcException INVALID_ARGUMENT when it is no positive decimal number
  public static long id(String field, String text) {
    try {
      long id = Long.parseLong(text);
      if (id > 0 && text.charAt(0) != '+') {
        return id;
      }
    } catch (NumberFormatException malformed) {
      // Told below like a number out of range.
    }
    throw RpcException.invalidArgument(
        field, "must be an id, a positive decimal number, not '" + text + "'");
  }

  /// The user a request is about; [#ME] is the actor.
  public static long subject(String field, String text) {
    mark();
    return text.equals(ME) ? actor() : id(field, text);
  }

  /// The user a request acts as: the actor, whether named or not; the operator may name anybody.
  ///
  /// @throws RpcException PERMISSION_DENIED (reason NOT_THE_ACTOR) when it names another
  public static long acting(String field, String text) {
    mark();
    if (text.isEmpty() || text.equals(ME)) {
      return actor();
    }
    long named = id(field, text);
    Caller caller = Caller.current();
    if (!caller.access().covers(Access.OPERATOR) && named != actor()) {
      throw RpcException.permissionDenied(
          "NOT_THE_ACTOR", field + " is " + text + ", which is not the user who asks");
    }
    return named;
  }

  private static long actor() {
    return id("actor", Caller.current().requireActor());
  }
}
