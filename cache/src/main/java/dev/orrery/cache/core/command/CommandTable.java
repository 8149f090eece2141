package dev.orrery.cache.core.command;

import dev.orrery.cache.core.memory.Bytes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Every command there is, by name.
public final class CommandTable {
  private final Map<String, CommandSpec> byName = new TreeMap<>();

  /// By the bytes clients send, in the spellings met: small letters, capitals.
  private final Map<Bytes, CommandSpec> bySpelling = new HashMap<>();

  public CommandTable add(CommandSpec spec) {
    if (byName.put(spec.name(), spec) != null) {
      throw new IllegalArgumentException("two commands named " + spec.name());
    }
    bySpelling.put(Bytes.of(spec.name()), spec);
    bySpelling.put(Bytes.of(spec.name().toUpperCase(java.util.Locale.ROOT)), spec);
    return this;
  }

  public CommandTable addAll(Collection<CommandSpec> family) {
    family.forEach(this::add);
    return this;
  }

  /// @return null when there is none
  public @Nullable CommandSpec find(Arguments arguments) {
    CommandSpec spec = bySpelling.get(arguments.key(0));
    return spec != null ? spec : byName.get(arguments.word(0));
  }

  /// @param name in small letters
  public @Nullable CommandSpec find(String name) {
    return byName.get(name);
  }

  /// In the order of their names.
  public Collection<CommandSpec> all() {
    return byName.values();
  }
}
