package dev.orrery.objectstore.edge.s3;

import dev.orrery.objectstore.core.account.Account;
import dev.orrery.objectstore.edge.s3.auth.Authenticated;
import dev.orrery.runtime.http.HttpRequest;
import java.util.Optional;

/// A request of somebody known, on something named.
record S3Request(HttpRequest http, S3Target target, Authenticated authenticated) {
  Account account() {
    return authenticated.account();
  }

  String bucket() {
    return target.bucket();
  }

  String key() {
    return target.key();
  }

  /// Whether the query names this, with or without a value.
  boolean asks(String parameter) {
    return http.queries().containsKey(parameter);
  }

  /// A parameter of the query; an empty one counts as missing.
  Optional<String> parameter(String name) {
    return http.query(name).filter(value -> !value.isEmpty());
  }

  String text(String parameter) {
    return parameter(parameter).orElse("");
  }

  Optional<String> header(String name) {
    return http.header(name);
  }

  /// A number in the query, at most `maximum`.
  int number(String parameter, int missing, int maximum) {
    return number(parameter, parameter(parameter), missing, maximum);
  }

  /// A number in a header, at most `maximum`.
  int headerNumber(String header, int missing, int maximum) {
    return number(header, header(header), missing, maximum);
  }

  private static int number(String name, Optional<String> text, int missing, int maximum) {
    if (text.isEmpty()) {
      return missing;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= 0) {
        return Math.min(number, maximum);
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    throw S3Error.INVALID_ARGUMENT
        .saying("Provided " + name + " not an integer or within integer range")
        .with("ArgumentName", name)
        .with("ArgumentValue", text.get());
  }
}
