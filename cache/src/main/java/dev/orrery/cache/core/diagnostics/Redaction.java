package dev.orrery.cache.core.diagnostics;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandSpec;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Which arguments are secrets, that neither MONITOR nor the slow log may show.
final class Redaction {
  private static final byte[] REDACTED = "(redacted)".getBytes(StandardCharsets.US_ASCII);
  private static final Set<String> SECRET_SETTINGS = Set.of("requirepass", "masterauth");

  private Redaction() {}

  /// @return what may be shown in the place of an argument
  static byte[] shown(CommandSpec spec, Arguments arguments, int index) {
    return isSecret(spec, arguments, index) ? REDACTED : arguments.bytes(index);
  }

  private static boolean isSecret(CommandSpec spec, Arguments arguments, int index) {
    return switch (spec.name()) {
      case "auth" -> index > 0;
      case "hello" ->
          (index > 1 && arguments.is(index - 1, "auth"))
              || (index > 2 && arguments.is(index - 2, "auth"));
      case "config" ->
          index > 2
              && index % 2 == 1
              && arguments.is(1, "set")
              && SECRET_SETTINGS.contains(arguments.word(index - 1));
      default -> false;
    };
  }
}
