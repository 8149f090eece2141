package dev.orrery.dns;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import dev.orrery.runtime.config.Range;
import java.time.Duration;
import java.util.List;

/// The keys below `dns` in the configuration.
public record DnsConfig(
    @Default("orrery.test") @Doc("the zone this server is authoritative for") String zone,
    @Default("[@ MX 10 mail, mail A 127.0.0.1, @ TXT orrery, www CNAME @]")
        @Doc("fixed records, a line of master-file text each (RFC 1035 §5)")
        List<String> records,
    @Default("") @Doc("a master file with the fixed records; if given, dns.records is not used")
        String zoneFile,
    @Default("5s")
        @Range(min = 0, max = 86_400_000)
        @Doc(
            "how long records of instances and negative answers may be cached; at most half a lease")
        Duration ttl,
    @Default("10s")
        @Range(min = 1_000, max = 300_000)
        @Doc("lease of an instance that asks for none")
        Duration defaultLease,
    @Default("loadbalancer")
        @Doc("the service whose addresses also stand at the zone's apex; empty for none")
        String apexService,
    @Default("round-robin")
        @Doc("order of addresses in answers: round-robin, weighted, fixed, or a class name")
        String routingPolicy,
    @Default("closest-encloser")
        @Doc("how questions are answered from the zone: closest-encloser, or a class name")
        String zoneLookup,
    @Default("ordered") @Doc("the lease table: ordered, or a class name") String leaseTable,
    @Default("256") @Range(min = 1, max = 65_536) @Doc("TCP connections at a time")
        int maximumConnections,
    @Default("10s")
        @Range(min = 100, max = 3_600_000)
        @Doc("how long a TCP connection may be silent")
        Duration idleTimeout) {
  public static DnsConfig defaults() {
    return Configuration.empty().bind("dns", DnsConfig.class);
  }
}
