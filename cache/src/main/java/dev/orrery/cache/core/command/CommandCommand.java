package dev.orrery.cache.core.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// COMMAND: the table of commands, told to clients.
final class CommandCommand {
  private CommandCommand() {}

  static void command(CommandContext context, Arguments arguments, ReplyWriter reply) {
    CommandTable table = context.server().commands();
    if (arguments.count() == 1) {
      describe(reply, table.all());
      return;
    }
    switch (arguments.word(1)) {
      case "count" -> reply.integer(table.all().size());
      case "list" -> {
        reply.array(table.all().size());
        table.all().forEach(spec -> reply.bulk(spec.name()));
      }
      case "info" -> {
        if (arguments.count() == 2) {
          describe(reply, table.all());
        } else {
          reply.array(arguments.count() - 2);
          for (int i = 2; i < arguments.count(); i++) {
            describe(reply, table.find(arguments.word(i)));
          }
        }
      }
      case "docs" -> docs(table, arguments, reply);
      case "getkeys" -> keys(table, arguments, reply);
      default -> throw Subcommands.unknown("COMMAND", arguments);
    }
  }

  private static void describe(ReplyWriter reply, Collection<CommandSpec> specs) {
    reply.array(specs.size());
    specs.forEach(spec -> describe(reply, spec));
  }

  private static void describe(ReplyWriter reply, @Nullable CommandSpec spec) {
    if (spec == null) {
      reply.nullArray();
      return;
    }
    reply.array(10);
    reply.bulk(spec.name());
    reply.integer(spec.arity());
    reply.set(spec.flags().size());
    spec.flags().forEach(flag -> reply.simple(flag.label()));
    reply.integer(spec.firstKey());
    reply.integer(spec.lastKey());
    reply.integer(spec.step());
    List<String> categories = categories(spec);
    reply.set(categories.size());
    categories.forEach(reply::simple);
    reply.array(0);
    reply.array(0);
    reply.array(0);
  }

  /// ACL categories: the group, and what the flags say.
  static List<String> categories(CommandSpec spec) {
    List<String> categories = new ArrayList<>();
    categories.add("@" + spec.group());
    for (CommandSpec.Flag flag : spec.flags()) {
      switch (flag) {
        case WRITE -> categories.add("@write");
        case READONLY -> categories.add("@read");
        case ADMIN -> {
          categories.add("@admin");
          categories.add("@dangerous");
        }
        case DANGEROUS -> categories.add("@dangerous");
        case PUBSUB -> categories.add("@pubsub");
        case BLOCKING -> categories.add("@blocking");
        default -> {}
      }
    }
    categories.add(spec.has(CommandSpec.Flag.FAST) ? "@fast" : "@slow");
    return categories.stream().distinct().toList();
  }

  private static void docs(CommandTable table, Arguments arguments, ReplyWriter reply) {
    List<CommandSpec> wanted = new ArrayList<>();
    for (int i = 2; i < arguments.count(); i++) {
      CommandSpec spec = table.find(arguments.word(i));
      if (spec != null) {
        wanted.add(spec);
      }
    }
    if (arguments.count() == 2) {
      wanted.addAll(table.all());
    }
    reply.map(wanted.size());
    for (CommandSpec spec : wanted) {
      reply.bulk(spec.name());
      reply.map(1);
      reply.bulk("group");
      reply.bulk(spec.group().toLowerCase(Locale.ROOT));
    }
  }

  private static void keys(CommandTable table, Arguments arguments, ReplyWriter reply) {
    CommandSpec spec = arguments.count() > 2 ? table.find(arguments.word(2)) : null;
    if (spec == null) {
      throw new CommandException("ERR Invalid command specified");
    }
    int count = arguments.count() - 2;
    if (!spec.accepts(count)) {
      throw new CommandException("ERR Invalid number of arguments specified for command");
    }
    if (spec.firstKey() == 0) {
      throw new CommandException("ERR The command has no key arguments");
    }
    int last = spec.lastKey() < 0 ? count + spec.lastKey() : spec.lastKey();
    List<byte[]> keys = new ArrayList<>();
    for (int i = spec.firstKey(); i <= last; i += spec.step()) {
      keys.add(arguments.bytes(i + 2));
    }
    reply.array(keys.size());
    keys.forEach(reply::bulk);
  }
}
