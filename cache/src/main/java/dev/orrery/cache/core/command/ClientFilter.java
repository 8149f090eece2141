package dev.orrery.cache.core.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Which clients CLIENT KILL means: all of its conditions hold. Read whole before anybody is cut
/// off, so that a mistake in the last of them kills nobody.
final class ClientFilter implements Predicate<Client> {
  private final List<Predicate<Client>> conditions = new ArrayList<>();

  private ClientFilter() {}

  /// From `ID 3 TYPE normal SKIPME no`, at the third argument.
  ///
  /// @throws CommandException when it makes no sense
  static ClientFilter parse(Client self, Arguments arguments) {
    ClientFilter filter = new ClientFilter();
    boolean skipMe = true;
    for (int i = 2; i < arguments.count(); i += 2) {
      if (i + 1 == arguments.count()) {
        throw CommandException.syntax();
      }
      if (arguments.is(i, "skipme")) {
        if (!arguments.is(i + 1, "yes") && !arguments.is(i + 1, "no")) {
          throw CommandException.syntax();
        }
        skipMe = arguments.is(i + 1, "yes");
      } else {
        filter.conditions.add(
            condition(arguments.word(i), arguments.bytes(i + 1), arguments.text(i + 1)));
      }
    }
    if (skipMe) {
      filter.conditions.add(client -> client != self);
    }
    return filter;
  }

  private static Predicate<Client> condition(String name, byte[] bytes, String value) {
    return switch (name) {
      case "id" -> {
        long id = Numbers.integer(bytes).orElse(0);
        if (id <= 0) {
          throw new CommandException("ERR client-id should be greater than 0");
        }
        yield client -> client.id() == id;
      }
      case "addr" -> client -> client.connection().remoteAddress().equals(value);
      case "laddr" -> client -> client.connection().localAddress().equals(value);
      case "user" -> {
        if (!value.equals("default")) {
          throw new CommandException("ERR No such user '" + value + "'");
        }
        yield client -> client.user().equals(value);
      }
      case "type" -> type(value);
      default -> throw CommandException.syntax();
    };
  }

  /// Normal or subscriber; there are no replicas.
  ///
  /// @throws CommandException when it is no type at all
  static Predicate<Client> type(String type) {
    return switch (type.toLowerCase(java.util.Locale.ROOT)) {
      case "normal" -> client -> !client.isSubscribed();
      case "pubsub" -> Client::isSubscribed;
      case "master", "slave", "replica" -> _ -> false;
      default -> throw new CommandException("ERR Unknown client type '" + type + "'");
    };
  }

  @Override
  public boolean test(Client client) {
    return conditions.stream().allMatch(condition -> condition.test(client));
  }
}
