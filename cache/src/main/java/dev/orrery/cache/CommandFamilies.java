package dev.orrery.cache;

import dev.orrery.cache.core.bits.BitCommands;
import dev.orrery.cache.core.command.CommandTable;
import dev.orrery.cache.core.command.Commands;
import dev.orrery.cache.core.dump.DumpCommands;
import dev.orrery.cache.core.hash.HashCommands;
import dev.orrery.cache.core.hyperloglog.HyperLogLogCommands;
import dev.orrery.cache.core.list.ListCommands;
import dev.orrery.cache.core.set.SetCommands;
import dev.orrery.cache.core.sortedset.SortedSetCommands;
import dev.orrery.cache.core.stream.StreamCommands;
import dev.orrery.cache.core.subsequence.SubsequenceCommands;

/// Which commands this cache has: one line for each family that lives in a package of its own.
final class CommandFamilies {
  private CommandFamilies() {}

  static CommandTable table() {
    return Commands.all()
        .addAll(HashCommands.all())
        .addAll(ListCommands.all())
        .addAll(SetCommands.all())
        .addAll(SortedSetCommands.all())
        .addAll(BitCommands.all())
        .addAll(DumpCommands.all())
        .addAll(HyperLogLogCommands.all())
        .addAll(StreamCommands.all())
        .addAll(SubsequenceCommands.all());
  }
}
