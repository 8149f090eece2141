package dev.orrery.system.cli;

import java.util.Set;

/// The launcher's commands, for tests of other packages.
public final class CommandNames {
  private CommandNames() {}

  public static Set<String> all() {
    return Main.commandLine().getSubcommands().keySet();
  }
}
