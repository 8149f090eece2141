package dev.orrery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.dns.v1.Instance;
import dev.orrery.dns.v1.RegisterRequest;
import dev.orrery.dns.v1.RegistryGrpc;
import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.testkit.wait.RequiredTool;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole server over real sockets; the client is `dig`.
class DnsServerTest {
  @TempDir static Path folder;
  private static ComponentContext context;
  private static DnsServer server;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    StringBuilder zone =
        new StringBuilder(
            """
            @    MX  10 mail
            mail A   127.0.0.25
            www  CNAME @
            text TXT "hello world"
            a.ent A  127.0.0.2
            """);
    for (int i = 0; i < 20; i++) {
      zone.append("big TXT ").append("x".repeat(200)).append(i).append('\n');
    }
    Path zoneFile = Files.writeString(folder.resolve("zone"), zone);
    DnsConfig config =
        Configuration.empty()
            .with("dns.zone-file=\"" + zoneFile + "\"")
            .bind("dns", DnsConfig.class);
    context = ComponentContext.forTest("dns", folder.resolve("data"));
    server = new DnsServer(config, context);
    server.start();
    port = port("dns");
    register("loadbalancer", "lb-1", "127.0.0.7", "http", 8080);
    register("cache", "cache-1", "127.0.0.1", "grpc", 9400);
    register("cache", "cache-2", "::1", "grpc", 9401);
  }

  @AfterAll
  static void stop() {
    server.close();
    server.close(); // idempotent
    context.close();
    assertThat(server.health().state()).isEqualTo(Health.State.DOWN);
  }

  private static int port(String name) {
    return server.endpoints().stream()
        .filter(endpoint -> endpoint.name().equals(name))
        .mapToInt(Endpoint::port)
        .findFirst()
        .orElseThrow();
  }

  private static void register(String service, String name, String host, String port, int number) {
    RegistryGrpc.newBlockingStub(context.channels().operatorChannel("127.0.0.1:" + port("grpc")))
        .register(
            RegisterRequest.newBuilder()
                .setInstance(
                    Instance.newBuilder()
                        .setService(service)
                        .setName(name)
                        .setHost(host)
                        .putPorts(port, number))
                .setLeaseMillis(300_000)
                .build());
  }

  private static List<String> dig(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(RequiredTool.named("dig", "bind9-dnsutils").toString());
    command.addAll(List.of("@127.0.0.1", "-p", "" + port, "+tries=2", "+time=5"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return output.lines().filter(line -> !line.isBlank()).toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "cache.orrery.test A                | 127.0.0.1",
        "cache.orrery.test AAAA             | ::1",
        "CACHE-1.cache.orrery.test A        | 127.0.0.1",
        "_grpc._tcp.cache-1.orrery.test SRV | ''",
        "orrery.test A                      | 127.0.0.7",
        "_http._tcp.orrery.test SRV         | 0 1 8080 lb-1.loadbalancer.orrery.test.",
        "www.orrery.test CNAME              | orrery.test.",
        "orrery.test MX                     | 10 mail.orrery.test.",
        "text.orrery.test TXT               | \"hello world\"",
        "orrery.test NS                     | ns1.orrery.test.",
        "ns1.orrery.test A                  | 127.0.0.1",
        "nothing.orrery.test A              | ''",
      })
  void digGetsTheRecord(String question, String answer) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(question.split(" ")));
    arguments.add("+short");
    assertThat(String.join("\n", dig(arguments.toArray(String[]::new)))).isEqualTo(answer);
  }

  @Test
  void anAliasIsFollowedToTheLoadBalancer() throws Exception {
    assertThat(dig("www.orrery.test", "A", "+short")).containsExactly("orrery.test.", "127.0.0.7");
  }

  @Test
  void aServiceIsFoundBySrvWithItsAddresses() throws Exception {
    List<String> lines =
        dig("_grpc._tcp.cache.orrery.test", "SRV", "+noall", "+answer", "+additional");
    assertThat(lines.stream().map(line -> line.replaceAll("\\s+", " ")))
        .contains(
            "_grpc._tcp.cache.orrery.test. 5 IN SRV 0 1 9400 cache-1.cache.orrery.test.",
            "_grpc._tcp.cache.orrery.test. 5 IN SRV 0 1 9401 cache-2.cache.orrery.test.",
            "cache-1.cache.orrery.test. 5 IN A 127.0.0.1",
            "cache-2.cache.orrery.test. 5 IN AAAA ::1");
  }

  @Test
  void theServerStandsInItsOwnZone() throws Exception {
    assertThat(dig("_grpc._tcp.dns.orrery.test", "SRV", "+short"))
        .containsExactly("0 1 " + port("grpc") + " dns-1.dns.orrery.test.");
    assertThat(dig("_dns._tcp.dns.orrery.test", "SRV", "+short"))
        .containsExactly("0 1 " + port + " dns-1.dns.orrery.test.");
  }

  @Test
  void aMissingNameIsNxdomainAndAnExistingOneWithoutTheTypeIsNodata() throws Exception {
    String nxdomain = String.join("\n", dig("nothing.orrery.test", "A"));
    assertThat(nxdomain).contains("status: NXDOMAIN", "AUTHORITY: 1", "SOA", "qr aa rd");
    String nodata = String.join("\n", dig("ent.orrery.test", "A"));
    assertThat(nodata).contains("status: NOERROR", "ANSWER: 0, AUTHORITY: 1", "SOA");
    assertThat(String.join("\n", dig("www.elsewhere.example", "A"))).contains("status: REFUSED");
  }

  @Test
  void aLongAnswerIsTruncatedAndWholeOverTcp() throws Exception {
    String cut = String.join("\n", dig("big.orrery.test", "TXT", "+ignore"));
    assertThat(cut).contains("flags: qr aa tc rd", "ANSWER: 0");
    String whole = String.join("\n", dig("big.orrery.test", "TXT"));
    assertThat(whole).contains("Truncated, retrying in TCP mode", "ANSWER: 20");
  }

  @Test
  void pipelinedQueriesOnOneConnectionAreAnsweredInOrder() throws Exception {
    byte[] query = query();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < 20; i++) {
        query[1] = (byte) i;
        out.write(new byte[] {0, (byte) query.length});
        out.write(query);
      }
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (int i = 0; i < 20; i++) {
        byte[] answer = in.readNBytes(in.readUnsignedShort());
        assertThat(answer[1]).isEqualTo((byte) i);
        assertThat(answer[3] & 0xf).isZero();
      }
    }
  }

  @Test
  void anEmptyFrameEndsTheConnectionAndNotTheServer() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(new byte[] {0, 0});
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(ask(query())).isTrue();
  }

  @Test
  void rubbishOverUdpLeavesTheServerServing() throws Exception {
    java.util.Random random = new java.util.Random(7);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < 500; i++) {
        byte[] packet = i % 2 == 0 ? new byte[random.nextInt(80)] : query();
        if (i % 2 == 0) {
          random.nextBytes(packet);
        } else {
          packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
        }
        socket.send(
            new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
      }
    }
    assertThat(ask(query())).isTrue();
  }

  private static byte[] query() {
    return dev.orrery.dns.core.message.MessageEncoder.encode(
        dev.orrery.dns.core.message.Message.query(
            0x1200,
            dev.orrery.dns.core.message.Name.of("orrery.test"),
            dev.orrery.dns.core.message.RecordType.SOA),
        512);
  }

  /// Asks as a client does: UDP may lose a packet, above all behind a flood, so it asks again.
  private static boolean ask(byte[] query) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(500);
      for (int attempt = 0; attempt < 20; attempt++) {
        socket.send(
            new DatagramPacket(query, query.length, InetAddress.getLoopbackAddress(), port));
        try {
          DatagramPacket answer = new DatagramPacket(new byte[2_048], 2_048);
          socket.receive(answer);
          return answer.getData()[0] == query[0] && (answer.getData()[3] & 0xf) == 0;
        } catch (SocketTimeoutException lost) {
          // the next attempt
        }
      }
      return false;
    }
  }

  @Test
  void theServerIsFoundInItsOwnRegistry() {
    assertThat(
            RegistryGrpc.newBlockingStub(context.channels().channel("127.0.0.1:" + port("grpc")))
                .lookup(dev.orrery.dns.v1.LookupRequest.newBuilder().setService("dns").build())
                .getInstancesList())
        .singleElement()
        .extracting(Instance::getName)
        .isEqualTo("dns-1");
  }
}
