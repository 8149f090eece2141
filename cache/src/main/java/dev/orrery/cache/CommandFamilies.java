package dev.orrery.cache;

import dev.orrery.cache.core.command.CommandTable;
import dev.orrery.cache.core.command.Commands;
import dev.orrery.cache.core.hash.HashCommands;
import dev.orrery.cache.core.list.ListCommands;
import dev.orrery.cache.core.set.SetCommands;
import dev.orrery.cache.core.sortedset.SortedSetCommands;

/// Which commands this cache has: one line for each family that lives in a package of its own.
final class CommandFamilies {
  private CommandFamilies() {}

  static CommandTable table() {
    return Commands.all()
        .addAll(HashCommands.all())
        .addAll(ListCommands.all())
        .addAll(SetCommands.all())
        .addAll(SortedSetCommands.all());
  }
}
