package dev.orrery.dns.core.zone;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.RecordType;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A name that exists in a zone, with or without records. Immutable once its zone is built.
public final class ZoneNode {
  private final Name name;
  private final Map<RecordType, RecordSet> sets;
  private @Nullable ZoneNode cut;
  private @Nullable ZoneNode wildcard;

  ZoneNode(Name name, Map<RecordType, RecordSet> sets) {
    this.name = name;
    this.sets = Map.copyOf(sets);
  }

  void link(@Nullable ZoneNode delegation, @Nullable ZoneNode wildcardChild) {
    this.cut = delegation;
    this.wildcard = wildcardChild;
  }

  public Name name() {
    return name;
  }

  public Optional<RecordSet> set(RecordType type) {
    return Optional.ofNullable(sets.get(type));
  }

  public Collection<RecordSet> sets() {
    return sets.values();
  }

  /// The topmost delegation at or above this name within the zone, if there is one.
  public Optional<ZoneNode> cut() {
    return Optional.ofNullable(cut);
  }

  /// The node `*` directly below this one: the source of synthesis when this is the closest
  /// encloser (RFC 4592 §2.2.1).
  public Optional<ZoneNode> wildcard() {
    return Optional.ofNullable(wildcard);
  }
}
