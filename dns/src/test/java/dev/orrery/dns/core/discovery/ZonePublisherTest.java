package dev.orrery.dns.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.registry.Instance;
import dev.orrery.dns.core.zone.MasterFile;
import dev.orrery.dns.core.zone.RecordSet;
import dev.orrery.dns.core.zone.Zone;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ZonePublisherTest {
  private static final Name ORIGIN = Name.of("orrery.test");

  private static ZonePublisher publisher(String fixed) {
    return new ZonePublisher(
        ORIGIN,
        MasterFile.read(fixed, "test", ORIGIN),
        Instance.host("127.0.0.1"),
        5,
        "loadbalancer");
  }

  private static Instance instance(String service, String name, String host, String port) {
    return new Instance(
        service, name, Instance.host(host), new TreeMap<>(Map.of(port, 9400)), 3, 1);
  }

  private static List<String> records(Zone zone) {
    return zone.nodes().stream()
        .flatMap(node -> node.sets().stream())
        .map(RecordSet::records)
        .flatMap(List::stream)
        .map(ResourceRecord::toString)
        .sorted()
        .toList();
  }

  @Test
  void anInstanceStandsUnderItsNameItsServiceAndItsPorts() {
    Zone zone =
        publisher("")
            .publish(
                List.of(
                    instance("cache", "cache-1", "127.0.0.1", "grpc"),
                    instance("cache", "cache-2", "::1", "grpc")),
                8);
    assertThat(records(zone))
        .containsExactlyInAnyOrder(
            "orrery.test. 3600 IN SOA ns1.orrery.test. hostmaster.orrery.test. 8 7200 900 1209600 5",
            "orrery.test. 3600 IN NS ns1.orrery.test.",
            "ns1.orrery.test. 3600 IN A 127.0.0.1",
            "cache-1.cache.orrery.test. 5 IN A 127.0.0.1",
            "cache-2.cache.orrery.test. 5 IN AAAA 0:0:0:0:0:0:0:1",
            "cache.orrery.test. 5 IN A 127.0.0.1",
            "cache.orrery.test. 5 IN AAAA 0:0:0:0:0:0:0:1",
            "_grpc._tcp.cache.orrery.test. 5 IN SRV 0 3 9400 cache-1.cache.orrery.test.",
            "_grpc._tcp.cache.orrery.test. 5 IN SRV 0 3 9400 cache-2.cache.orrery.test.");
  }

  @Test
  void theApexServiceAlsoStandsAtTheApex() {
    Zone zone =
        publisher("www CNAME @")
            .publish(List.of(instance("loadbalancer", "lb-1", "127.0.0.7", "http")), 1);
    assertThat(records(zone))
        .contains(
            "orrery.test. 5 IN A 127.0.0.7",
            "_http._tcp.orrery.test. 5 IN SRV 0 3 9400 lb-1.loadbalancer.orrery.test.",
            "www.orrery.test. 3600 IN CNAME orrery.test.");
  }

  @Test
  void whatIsConfiguredWinsOverWhatIsRegistered() {
    Zone zone =
        publisher("cache CNAME elsewhere.example.\nlb-1.loadbalancer A 192.0.2.1")
            .publish(
                List.of(
                    instance("cache", "cache-1", "127.0.0.1", "grpc"),
                    instance("loadbalancer", "lb-1", "127.0.0.1", "http")),
                1);
    assertThat(records(zone))
        .contains(
            "cache.orrery.test. 3600 IN CNAME elsewhere.example.",
            "lb-1.loadbalancer.orrery.test. 3600 IN A 192.0.2.1")
        .doesNotContain(
            "cache.orrery.test. 5 IN A 127.0.0.1",
            "lb-1.loadbalancer.orrery.test. 5 IN A 127.0.0.1");
  }

  @Test
  void aFixedStartOfAuthorityKeepsAllButItsSerial() {
    Zone zone = publisher("@ SOA a b 1 2 3 4 5\n@ NS a").publish(List.of(), 0x1_0000_0009L);
    assertThat(zone.startOfAuthority().data())
        .hasToString("a.orrery.test. b.orrery.test. 9 2 3 4 5");
  }
}
