package dev.orrery.cache.core.command;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// A command as the table knows it.
///
/// @param name in small letters
/// @param arity number of arguments with the name; negative for "at least"
/// @param firstKey index of the first argument that is a key; 0 when there is none
/// @param lastKey index of the last; negative counts from the end
/// @param step from one key to the next
/// @param group the family, which is an ACL category, too: `string`, `list`, `connection`
public record CommandSpec(
    String name,
    int arity,
    Set<Flag> flags,
    int firstKey,
    int lastKey,
    int step,
    String group,
    Command command) {
  /// What the processor, ACL and clients must know of a command.
  public enum Flag {
    /// May change keys.
    WRITE,
    READONLY,
    /// Refused when memory is full.
    DENYOOM,
    ADMIN,
    PUBSUB,
    NOSCRIPT,
    /// Allowed while data is loaded.
    LOADING,
    STALE,
    FAST,
    BLOCKING,
    /// Allowed before AUTH.
    NO_AUTH,
    NO_MULTI,
    /// Neither MONITOR nor the slow log shows its arguments.
    SKIP_MONITOR,
    SKIP_SLOWLOG,
    /// Which arguments are keys depends on others of them, as on a count.
    MOVABLEKEYS,
    DANGEROUS;

    /// As `COMMAND INFO` names it.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Without keys.
  public static CommandSpec of(
      String group, String name, int arity, Set<Flag> flags, Command command) {
    return new CommandSpec(name, arity, flags, 0, 0, 0, group, command);
  }

  /// With one key, the first argument.
  public static CommandSpec keyed(
      String group, String name, int arity, Set<Flag> flags, Command command) {
    return new CommandSpec(name, arity, flags, 1, 1, 1, group, command);
  }

  /// With keys from the first argument to the last.
  public static CommandSpec keys(
      String group, String name, int arity, Set<Flag> flags, Command command) {
    return new CommandSpec(name, arity, flags, 1, -1, 1, group, command);
  }

  public static Set<Flag> flags(Flag first, Flag... others) {
    return EnumSet.of(first, others);
  }

  public boolean accepts(int count) {
    return arity >= 0 ? count == arity : count >= -arity;
  }

  public boolean has(Flag flag) {
    return flags.contains(flag);
  }
}
