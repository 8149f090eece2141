package dev.orrery.apigateway.core.api;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.orrery.apigateway.core.routing.RoutePattern;
import dev.orrery.apigateway.v1.Permission;
import java.util.List;

/// One route of the API and what serves it.
///
/// @param route method and path
/// @param body `*` when the body is the request message, the name of a field, or "" for none
/// @param input the request message
/// @param output the response message
/// @param permission who may call
/// @param write whether it counts as a write for the rate limit
/// @param calls what is called: one method, or the parts of an aggregate
/// @param aggregate whether the calls' answers are fields of the output
public record Operation(
    RoutePattern route,
    String body,
    Descriptor input,
    Descriptor output,
    Permission permission,
    boolean write,
    List<Call> calls,
    boolean aggregate) {
  /// The whole request message is in the body.
  public static final String WHOLE_BODY = "*";

  /// @param backend the service name its instances are registered under
  /// @param method `package.Service/Method`
  /// @param input the request message
  /// @param output the response message
  /// @param field number of the field of the operation's output it becomes; 0 when it is the output
  /// @param optional whether the operation goes on without it when it fails
  public record Call(
      String backend,
      String method,
      Descriptor input,
      Descriptor output,
      int field,
      boolean optional) {}

  public Operation {
    calls = List.copyOf(calls);
  }

  /// Whether `field` of a part's request takes its value from `from`, of the operation's.
  public static boolean feeds(FieldDescriptor from, FieldDescriptor field) {
    return from.getType() == field.getType() && from.isRepeated() == field.isRepeated();
  }
}
