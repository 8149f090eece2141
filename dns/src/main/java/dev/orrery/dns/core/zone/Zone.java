package dev.orrery.dns.core.zone;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One version of a zone, immutable and safe to read from any thread.
public final class Zone {
  private static final Name ANY_CHILD = Name.of("*");

  private final Name origin;
  private final Map<Name, ZoneNode> nodes;
  private final ResourceRecord startOfAuthority;

  private Zone(Name origin, Map<Name, ZoneNode> nodes, ResourceRecord startOfAuthority) {
    this.origin = origin;
    this.nodes = nodes;
    this.startOfAuthority = startOfAuthority;
  }

  public static Builder builder(Name origin) {
    return new Builder(origin);
  }

  public Name origin() {
    return origin;
  }

  /// The node of a name that exists, empty non-terminals and names below a cut included.
  public Optional<ZoneNode> find(Name name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /// The lowest name at or above `name` that exists.
  ///
  /// @throws IllegalArgumentException when `name` lies outside the zone
  public ZoneNode closestEncloser(Name name) {
    Name at = name;
    while (true) {
      ZoneNode node = nodes.get(at);
      if (node != null) {
        return node;
      }
      if (at.isRoot()) {
        throw new IllegalArgumentException(name + " is not in the zone " + origin);
      }
      at = at.parent();
    }
  }

  public ResourceRecord startOfAuthority() {
    return startOfAuthority;
  }

  /// The SOA as a negative answer carries it: its TTL is the smaller of its own and MINIMUM (RFC
  /// 2308 §3).
  public ResourceRecord negativeAuthority() {
    Rdata.Soa soa = (Rdata.Soa) startOfAuthority.data();
    return startOfAuthority.withTtl(Math.min(startOfAuthority.ttl(), soa.minimum()));
  }

  public long serial() {
    return ((Rdata.Soa) startOfAuthority.data()).serial();
  }

  public Collection<ZoneNode> nodes() {
    return nodes.values();
  }

  /// Collects records and checks the rules that hold for all of them together.
  public static final class Builder {
    private final Name origin;
    private final Map<Name, Map<RecordType, Set>> names = new LinkedHashMap<>();

    private Builder(Name origin) {
      this.origin = origin;
    }

    /// Adds a record of weight 1; one that is there already is kept once.
    ///
    /// @throws ZoneException when it lies outside the zone
    public Builder add(ResourceRecord record) {
      return add(record, 1);
    }

    /// Adds a record with its share of the clients.
    ///
    /// @throws ZoneException when it lies outside the zone
    public Builder add(ResourceRecord record, int weight) {
      if (!record.name().isAtOrBelow(origin)) {
        throw new ZoneException(record.name() + " lies outside the zone " + origin);
      }
      if (record.type().equals(RecordType.SOA) && !record.name().equals(origin)) {
        throw new ZoneException("SOA at " + record.name() + ": it belongs to the apex " + origin);
      }
      names
          .computeIfAbsent(record.name(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(record.type(), _ -> new Set())
          .add(record, weight);
      return this;
    }

    /// Whether a record of that name and type could not be added without breaking a rule or mixing
    /// with what is there.
    public boolean occupied(Name name, RecordType type) {
      Map<RecordType, Set> there = names.getOrDefault(name, Map.of());
      return there.containsKey(type)
          || there.containsKey(RecordType.CNAME)
          || (type.equals(RecordType.CNAME) && !there.isEmpty());
    }

    /// @throws ZoneException when SOA or NS are missing at the apex, when there are two SOA, or
    ///   when a CNAME does not stand alone
    public Zone build() {
      Map<Name, ZoneNode> nodes = new HashMap<>();
      names.forEach((name, sets) -> {
        check(name, sets);
        Map<RecordType, RecordSet> built = new HashMap<>();
        sets.forEach((type, set) -> built.put(type, set.build()));
        nodes.put(name, new ZoneNode(name, built));
      });
      ResourceRecord startOfAuthority = only(RecordType.SOA);
      addEmptyNonTerminals(nodes);
      nodes.values().forEach(node -> node.link(cut(nodes, node.name()), wildcard(nodes, node)));
      return new Zone(origin, nodes, startOfAuthority);
    }

    private ResourceRecord only(RecordType type) {
      Map<RecordType, Set> apex = names.getOrDefault(origin, Map.of());
      Set set = apex.get(type);
      if (set == null || set.records.size() != 1) {
        throw new ZoneException("the zone " + origin + " needs exactly one SOA at its apex");
      }
      if (!apex.containsKey(RecordType.NS)) {
        throw new ZoneException("the zone " + origin + " needs NS at its apex");
      }
      return set.records.getFirst();
    }

    private static void check(Name name, Map<RecordType, Set> sets) {
      Set aliases = sets.get(RecordType.CNAME);
      if (aliases != null && (sets.size() > 1 || aliases.records.size() > 1)) {
        throw new ZoneException("the CNAME at " + name + " must stand alone (RFC 1034 §3.6.2)");
      }
    }

    private void addEmptyNonTerminals(Map<Name, ZoneNode> nodes) {
      for (Name name : names.keySet()) {
        Name at = name;
        while (!at.equals(origin)) {
          at = at.parent();
          nodes.computeIfAbsent(at, missing -> new ZoneNode(missing, Map.of()));
        }
      }
    }

    private @Nullable ZoneNode cut(Map<Name, ZoneNode> nodes, Name name) {
      ZoneNode topmost = null;
      for (Name at = name; !at.equals(origin); at = at.parent()) {
        ZoneNode node = nodes.get(at);
        if (node != null && node.set(RecordType.NS).isPresent()) {
          topmost = node;
        }
      }
      return topmost;
    }

    private static @Nullable ZoneNode wildcard(Map<Name, ZoneNode> nodes, ZoneNode node) {
      boolean room = node.name().wireLength() + ANY_CHILD.wireLength() - 1 <= Name.MAXIMUM_WIRE;
      return room ? nodes.get(node.name().child("*")) : null;
    }

    /// The records of one name and type while they are collected. The first TTL is that of all (RFC
    /// 2181 §5.2).
    private static final class Set {
      final List<ResourceRecord> records = new ArrayList<>();
      final List<Integer> weights = new ArrayList<>();

      void add(ResourceRecord record, int weight) {
        ResourceRecord uniform =
            records.isEmpty() ? record : record.withTtl(records.getFirst().ttl());
        if (!records.contains(uniform)) {
          records.add(uniform);
          weights.add(weight);
        }
      }

      RecordSet build() {
        return new RecordSet(records, weights);
      }
    }
  }
}
