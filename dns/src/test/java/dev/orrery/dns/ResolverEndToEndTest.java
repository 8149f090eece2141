package dev.orrery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.dns.v1.Instance;
import dev.orrery.dns.v1.RegisterRequest;
import dev.orrery.dns.v1.RegistryGrpc;
import dev.orrery.dns.v1.ResolveRequest;
import dev.orrery.dns.v1.ResolveResponse;
import dev.orrery.dns.v1.ResolverGrpc;
import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.testkit.wait.RequiredTool;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The resolver and the hierarchy below it over real sockets; the client is `dig`.
class ResolverEndToEndTest {
  @TempDir static Path folder;
  private static ComponentContext context;
  private static DnsServer server;
  private static ResolverGrpc.ResolverBlockingStub resolver;

  @BeforeAll
  static void start() throws Exception {
    context = ComponentContext.forTest("dns", folder.resolve("data"));
    server = new DnsServer(DnsConfig.defaults(), context);
    server.start();
    RegistryGrpc.newBlockingStub(context.channels().operatorChannel(grpc(server)))
        .register(
            RegisterRequest.newBuilder()
                .setInstance(
                    Instance.newBuilder()
                        .setService("loadbalancer")
                        .setName("lb-1")
                        .setHost("127.0.0.7")
                        .putPorts("http", 8080))
                .setLeaseMillis(300_000)
                .build());
    resolver = ResolverGrpc.newBlockingStub(context.channels().channel(grpc(server)));
  }

  @AfterAll
  static void stop() {
    server.close();
    context.close();
  }

  private static String grpc(DnsServer of) {
    return "127.0.0.1:" + port(of, "grpc");
  }

  private static int port(DnsServer of, String name) {
    return of.endpoints().stream()
        .filter(endpoint -> endpoint.name().equals(name))
        .mapToInt(Endpoint::port)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> dig(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(RequiredTool.named("dig", "bind9-dnsutils").toString());
    command.addAll(
        List.of("@127.0.0.1", "-p", "" + port(server, "resolver"), "+tries=1", "+time=6"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return output.lines().filter(line -> !line.isBlank()).toList();
  }

  private static ResolveResponse resolve(String name, String type) {
    return resolver.resolve(ResolveRequest.newBuilder().setName(name).setType(type).build());
  }

  @Test
  void digFindsOurZoneFromTheRootAlsoBehindANeighboursAlias() throws Exception {
    assertThat(dig("orrery.test", "A", "+short")).containsExactly("127.0.0.7");
    assertThat(dig("www.example.test", "A", "+short")).containsExactly("orrery.test.", "127.0.0.7");
    assertThat(dig("_http._tcp.orrery.test", "SRV", "+short"))
        .containsExactly("0 1 8080 lb-1.loadbalancer.orrery.test.");
    assertThat(dig("ns1.orrery.test", "A", "+short")).containsExactly("127.0.0.1");
  }

  @Test
  void whatDoesNotFitIsFetchedAndGivenOverTcp() throws Exception {
    assertThat(dig("large.example.test", "TXT", "+short").getFirst()).contains("too large for UDP");
  }

  @Test
  void absencesAreToldWithTheirAuthority() throws Exception {
    List<String> lines = dig("nothing.example.test", "A");
    assertThat(lines).anyMatch(line -> line.contains("status: NXDOMAIN"));
    assertThat(lines).anyMatch(line -> line.startsWith("example.test.") && line.contains("SOA"));
    assertThat(lines).anyMatch(line -> line.contains("flags: qr rd ra;"));
  }

  @Test
  void whoWantsNoRecursionIsRefused() throws Exception {
    assertThat(dig("orrery.test", "A", "+norecurse"))
        .anyMatch(line -> line.contains("status: REFUSED"));
    assertThat(dig("orrery.test", "ANY", "+notcp"))
        .anyMatch(line -> line.contains("status: NOTIMP"));
  }

  @Test
  void theContractShowsTheWalk() {
    ResolveResponse response = resolve("mail.orrery.test", "");
    assertThat(response.getResponseCode()).isZero();
    assertThat(response.getAnswersList()).containsExactly("mail.orrery.test. 3600 IN A 127.0.0.1");
    assertThat(response.getTrace().getText()).isEqualTo("mail.orrery.test. A");
    assertThat(response.getTraceText())
        .startsWith("mail.orrery.test. A\n")
        .contains("asked ns1.orrery.test. (127.0.0.1) of zone orrery.test.");
    ResolveResponse again = resolve("mail.orrery.test", "A");
    assertThat(again.getPacketsOut()).isZero();
    assertThat(again.getTraceText()).contains("is in the cache");
  }

  @Test
  void whatCannotBeAskedIsRefusedByTheContract() {
    for (String[] bad : List.of(new String[] {"a..b", "A"}, new String[] {"a.test", "AXFR?"})) {
      assertThatThrownBy(() -> resolve(bad[0], bad[1]))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              refused ->
                  assertThat(refused.getStatus().getCode())
                      .isEqualTo(Status.Code.INVALID_ARGUMENT));
    }
  }

  @Test
  void aRootThatIsSilentAndOneThatIsNotThereAreServfailInTime() throws Exception {
    try (DatagramSocket silent = new DatagramSocket()) {
      DnsConfig config =
          Configuration.empty()
              .with("dns.resolver-hints=[\". NS a.root.\", \"a.root. A 127.53.0.1\"]")
              .with(
                  "dns.resolver-addresses=[\"127.53.0.1=127.0.0.1:" + silent.getLocalPort() + "\"]")
              .bind("dns", DnsConfig.class);
      try (ComponentContext lone = ComponentContext.forTest("dns", folder.resolve("silent"));
          DnsServer deaf = new DnsServer(config, lone)) {
        deaf.start();
        ResolveResponse response =
            ResolverGrpc.newBlockingStub(lone.channels().channel(grpc(deaf)))
                .resolve(ResolveRequest.newBuilder().setName("www.orrery.test").build());
        assertThat(response.getResponseCode()).isEqualTo(2);
        assertThat(response.getPacketsOut()).isEqualTo(2);
        assertThat(response.getElapsedMicros()).isLessThan(5_000_000);
      }
    }
  }
}
