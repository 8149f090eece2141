package dev.orrery.cache.core.command;

import dev.orrery.cache.core.settings.Setting;
import dev.orrery.cache.core.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/// CONFIG GET, SET, RESETSTAT.
final class ConfigCommand {
  private ConfigCommand() {}

  static void config(CommandContext context, Arguments arguments, ReplyWriter reply) {
    switch (arguments.word(1)) {
      case "get" -> get(context, arguments, reply);
      case "set" -> set(context, arguments, reply);
      case "resetstat" -> {
        context.server().info().reset();
        reply.ok();
      }
      case "rewrite" ->
          throw new CommandException("ERR The server is running without a config file");
      case "help" ->
          Subcommands.help(
              reply,
              "CONFIG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
              "GET <pattern>",
              "    Return settings matching the glob-like <pattern> and their values.",
              "SET <directive> <value>",
              "    Set the setting <directive> to <value>.",
              "RESETSTAT",
              "    Reset statistics reported by the INFO command.",
              "HELP",
              "    Print this help.");
      default -> throw Subcommands.unknown("CONFIG", arguments);
    }
  }

  private static void get(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Subcommands.require(arguments, "config|get", -3);
    Settings settings = context.settings();
    TreeSet<String> names = new TreeSet<>();
    for (int i = 2; i < arguments.count(); i++) {
      GlobPattern pattern = new GlobPattern(arguments.bytes(i), true);
      for (String name : settings.names()) {
        if (pattern.matches(name.getBytes(StandardCharsets.UTF_8))) {
          names.add(name);
        }
      }
    }
    reply.map(names.size());
    for (String name : names) {
      Setting setting = settings.find(name);
      reply.bulk(name);
      reply.bulk(setting == null ? "" : setting.text());
    }
  }

  /// All of them or none.
  private static void set(CommandContext context, Arguments arguments, ReplyWriter reply) {
    if (arguments.count() < 4 || arguments.count() % 2 != 0) {
      throw CommandException.wrongArity("config|set");
    }
    Map<Setting, String> changes = new LinkedHashMap<>();
    for (int i = 2; i < arguments.count(); i += 2) {
      String name = arguments.word(i);
      Setting setting = context.settings().find(name);
      if (setting == null) {
        throw new CommandException(
            "ERR Unknown option or number of arguments for CONFIG SET - '"
                + arguments.text(i)
                + "'");
      }
      if (setting.isFixed()) {
        throw refused(name, "can't set immutable config");
      }
      if (changes.containsKey(setting)) {
        throw refused(name, "duplicate parameter");
      }
      try {
        setting.check(arguments.text(i + 1));
      } catch (IllegalArgumentException impossible) {
        throw refused(name, String.valueOf(impossible.getMessage()));
      }
      changes.put(setting, arguments.text(i + 1));
    }
    changes.forEach(Setting::set);
    reply.ok();
  }

  private static CommandException refused(String name, String why) {
    return new CommandException(
        "ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + why);
  }
}
