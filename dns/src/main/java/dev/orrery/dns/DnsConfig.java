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
        Duration idleTimeout,
    @Default("[]")
        @Doc(
            "NS of the root and addresses of its servers, a line of master-file text each; empty for"
                + " the closed hierarchy that is started with the server")
        List<String> resolverHints,
    @Default("[]")
        @Doc("where servers really listen: \"ADDRESS=HOST:PORT\"; all others are at port 53")
        List<String> resolverAddresses,
    @Default("ttl") @Doc("what the resolver remembers with: ttl, or a class name") String cache,
    @Default("10000") @Range(min = 1, max = 10_000_000) @Doc("entries the resolver remembers")
        int cacheEntries,
    @Default("shared") @Doc("how the packets of one question are counted: shared, or a class name")
        String workBudget,
    @Default("24")
        @Range(min = 1, max = 1_000)
        @Doc("packets the resolver sends for one question, nested look-ups included")
        int packetsPerQuestion,
    @Default("1000")
        @Range(min = 1, max = 100_000)
        @Doc("different questions the resolver works on at a time; one more is SERVFAIL")
        int maximumQuestions,
    @Default("4500ms")
        @Range(min = 100, max = 60_000)
        @Doc("how long one question may take; longer is SERVFAIL")
        Duration questionTimeout,
    @Default("400ms")
        @Range(min = 10, max = 10_000)
        @Doc("how long a server has at the first try; at the second twice as long")
        Duration firstTry) {
  public static DnsConfig defaults() {
    return Configuration.empty().bind("dns", DnsConfig.class);
  }
}
