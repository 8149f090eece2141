package dev.orrery.dns.core.hierarchy;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Octets;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.zone.Zone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Builds the zones above ours, and the neighbour. Immutable.
public final class ClosedHierarchy {
  /// The label of the neighbour, beside our zone.
  public static final String NEIGHBOUR = "example";

  private static final long TTL = 3_600;
  private static final long NEGATIVE_TTL = 60;

  /// 127.53.0.0, of which each server has one address.
  private static final int NETWORK = 0x7f350000;

  /// Strings of a text that no UDP answer has room for.
  private static final int LARGE_TEXT_STRINGS = 8;

  /// A zone and the address at which the zones above name its server.
  public record Authority(Zone zone, Rdata.A address) {}

  private final List<Authority> authorities = new ArrayList<>();
  private final List<ResourceRecord> hints;

  /// @param origin our zone, not the root
  /// @param delegation what the zone above says of ours: NS at `origin`, and addresses of servers
  public ClosedHierarchy(Name origin, List<ResourceRecord> delegation) {
    List<Name> above = new ArrayList<>();
    for (Name zone = origin; !zone.isRoot(); ) {
      zone = zone.parent();
      above.add(zone);
    }
    Collections.reverse(above);
    Name neighbour = origin.parent().child(NEIGHBOUR);
    boolean hasNeighbour = !neighbour.equals(origin);
    List<ResourceRecord> below = new ArrayList<>(delegation);
    if (hasNeighbour) {
      below.addAll(delegation(neighbour, above.size() + 1));
      authorities.add(authority(neighbour, above.size() + 1, neighbourRecords(neighbour, origin)));
    }
    for (int level = above.size(); level >= 1; level--) {
      authorities.addFirst(authority(above.get(level - 1), level, below));
      below = delegation(above.get(level - 1), level);
    }
    this.hints = List.copyOf(below);
  }

  /// All zones, the root's first.
  public List<Authority> authorities() {
    return List.copyOf(authorities);
  }

  /// Where a resolver begins: NS and address of the root.
  public List<ResourceRecord> hints() {
    return hints;
  }

  private static Name server(Name zone) {
    return zone.isRoot() ? Name.of("a.root") : zone.child("ns");
  }

  private static List<ResourceRecord> delegation(Name zone, int number) {
    Name server = server(zone);
    return List.of(
        ResourceRecord.of(zone, RecordType.NS, TTL, new Rdata.Ns(server)),
        ResourceRecord.of(server, RecordType.A, TTL, new Rdata.A(NETWORK | number)));
  }

  private static Authority authority(Name zone, int number, List<ResourceRecord> records) {
    Rdata.Soa soa = new Rdata.Soa(server(zone), server(zone), 1, TTL, TTL, TTL, NEGATIVE_TTL);
    Zone.Builder builder =
        Zone.builder(zone).add(ResourceRecord.of(zone, RecordType.SOA, TTL, soa));
    delegation(zone, number).forEach(builder::add);
    // Addresses of servers that lie elsewhere are nothing this zone may say.
    records.stream().filter(record -> record.name().isAtOrBelow(zone)).forEach(builder::add);
    return new Authority(builder.build(), new Rdata.A(NETWORK | number));
  }

  private static List<ResourceRecord> neighbourRecords(Name zone, Name origin) {
    List<Octets> strings =
        Collections.nCopies(LARGE_TEXT_STRINGS, Octets.of("too large for UDP. ".repeat(13)));
    return List.of(
        ResourceRecord.of(zone.child("www"), RecordType.CNAME, TTL, new Rdata.Cname(origin)),
        ResourceRecord.of(zone.child("large"), RecordType.TXT, TTL, new Rdata.Txt(strings)));
  }
}
