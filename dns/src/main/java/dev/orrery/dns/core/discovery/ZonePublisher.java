package dev.orrery.dns.core.discovery;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.registry.Instance;
import dev.orrery.dns.core.zone.Zone;
import java.net.InetAddress;
import java.util.List;

/// Makes the zone of the moment: the fixed records, and those of the live instances.
///
/// A fixed record set is never mixed with a dynamic one: where the configuration names a name and
/// type, it wins. The zone's SOA and NS are added where the fixed records have none.
public final class ZonePublisher {
  private static final long FIXED_TTL = 3_600;
  private static final long REFRESH = 7_200;
  private static final long RETRY = 900;
  private static final long EXPIRE = 1_209_600;
  private static final long SERIAL_MASK = 0xffff_ffffL;
  private static final int PRIORITY = 0;

  private final Name origin;
  private final List<ResourceRecord> fixed;
  private final InetAddress serverAddress;
  private final long ttl;
  private final String apexService;

  /// @param serverAddress where `ns1` is said to be, when the zone's own SOA and NS are added
  /// @param ttl seconds that dynamic and negative answers may be cached
  /// @param apexService the service whose addresses also stand at the apex; "" for none
  public ZonePublisher(
      Name origin,
      List<ResourceRecord> fixed,
      InetAddress serverAddress,
      long ttl,
      String apexService) {
    this.origin = origin;
    this.fixed = List.copyOf(fixed);
    this.serverAddress = serverAddress;
    this.ttl = ttl;
    this.apexService = apexService;
  }

  /// The serial of the fixed SOA, or 0 when there is none.
  public long fixedSerial() {
    return fixed.stream()
        .map(ResourceRecord::data)
        .filter(Rdata.Soa.class::isInstance)
        .mapToLong(data -> ((Rdata.Soa) data).serial())
        .findFirst()
        .orElse(0);
  }

  /// The zone with these instances.
  ///
  /// @param serial its low 32 bits become the SOA's serial
  /// @throws dev.orrery.dns.core.zone.ZoneException when the fixed records break a rule
  public Zone publish(List<Instance> instances, long serial) {
    Zone.Builder builder = Zone.builder(origin);
    boolean hasAuthority = false;
    for (ResourceRecord record : fixed) {
      hasAuthority |= record.data() instanceof Rdata.Soa;
      builder.add(
          record.data() instanceof Rdata.Soa soa
              ? ResourceRecord.of(
                  record.name(), record.type(), record.ttl(), soa.withSerial(serial & SERIAL_MASK))
              : record);
    }
    if (!hasAuthority) {
      addAuthority(builder, serial & SERIAL_MASK);
    }
    Additions additions = new Additions(builder);
    for (Instance instance : instances) {
      Name service = origin.child(instance.service());
      addInstance(additions, service, service.child(instance.name()), instance);
    }
    additions.apply();
    return builder.build();
  }

  private void addAuthority(Zone.Builder builder, long serial) {
    Name server = origin.child("ns1");
    Rdata.Soa soa =
        new Rdata.Soa(server, origin.child("hostmaster"), serial, REFRESH, RETRY, EXPIRE, ttl);
    builder.add(ResourceRecord.of(origin, RecordType.SOA, FIXED_TTL, soa));
    if (!builder.occupied(origin, RecordType.NS)) {
      builder.add(ResourceRecord.of(origin, RecordType.NS, FIXED_TTL, new Rdata.Ns(server)));
    }
    ResourceRecord address = ResourceRecord.address(server, FIXED_TTL, serverAddress);
    if (!builder.occupied(server, address.type())) {
      builder.add(address);
    }
  }

  private void addInstance(Additions additions, Name service, Name host, Instance instance) {
    additions.add(ResourceRecord.address(host, ttl, instance.host()), instance.weight());
    additions.add(ResourceRecord.address(service, ttl, instance.host()), instance.weight());
    boolean atApex = instance.service().equals(apexService);
    if (atApex) {
      additions.add(ResourceRecord.address(origin, ttl, instance.host()), instance.weight());
    }
    instance
        .ports()
        .forEach((portName, number) -> {
          Rdata.Srv srv = new Rdata.Srv(PRIORITY, instance.weight(), number, host);
          additions.add(srv(service, portName, srv), instance.weight());
          if (atApex) {
            additions.add(srv(origin, portName, srv), instance.weight());
          }
        });
  }

  private ResourceRecord srv(Name at, String portName, Rdata.Srv srv) {
    return ResourceRecord.of(at.child("_tcp").child("_" + portName), RecordType.SRV, ttl, srv);
  }

  /// Dynamic records on their way into a zone. Whether a set is fixed is asked before the first of
  /// them goes in.
  private static final class Additions {
    private final Zone.Builder builder;
    private final java.util.ArrayList<Weighted> waiting = new java.util.ArrayList<>();

    private record Weighted(ResourceRecord record, int weight) {}

    Additions(Zone.Builder builder) {
      this.builder = builder;
    }

    void add(ResourceRecord record, int weight) {
      if (!builder.occupied(record.name(), record.type())) {
        waiting.add(new Weighted(record, weight));
      }
    }

    void apply() {
      waiting.forEach(addition -> builder.add(addition.record(), addition.weight()));
    }
  }
}
