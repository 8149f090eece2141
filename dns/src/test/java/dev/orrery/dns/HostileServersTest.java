package dev.orrery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.dns.core.message.MalformedMessageException;
import dev.orrery.dns.core.message.Message;
import dev.orrery.dns.core.message.MessageDecoder;
import dev.orrery.dns.core.message.MessageEncoder;
import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import dev.orrery.dns.v1.ResolveRequest;
import dev.orrery.dns.v1.ResolveResponse;
import dev.orrery.dns.v1.ResolverGrpc;
import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A resolver among hostile servers over real sockets: what it sends is counted where it arrives.
///
/// One socket is all servers at once; the first label below the top says what it does.
class HostileServersTest {
  private static final int DEAD_NAMES = 100;

  @TempDir static Path folder;
  private static DatagramSocket socket;
  private static final AtomicInteger packets = new AtomicInteger();
  private static ComponentContext context;
  private static DnsServer server;
  private static ResolverGrpc.ResolverBlockingStub resolver;

  @BeforeAll
  static void start() throws Exception {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(HostileServersTest::serve);
    DnsConfig config =
        Configuration.empty()
            .with("dns.resolver-hints=[\". NS a.root.\", \"a.root. A 127.53.0.1\"]")
            .with(
                "dns.resolver-addresses=[\"127.53.0.1=127.0.0.1:%d\"]"
                    .formatted(socket.getLocalPort()))
            .bind("dns", DnsConfig.class);
    context = ComponentContext.forTest("dns", folder);
    server = new DnsServer(config, context);
    server.start();
    resolver =
        ResolverGrpc.newBlockingStub(
            context.channels().channel("127.0.0.1:" + server.endpoints().getFirst().port()));
  }

  @AfterAll
  static void stop() {
    server.close();
    context.close();
    socket.close();
  }

  private static void serve() {
    byte[] buffer = new byte[4_096];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        packets.incrementAndGet();
        Message query = MessageDecoder.decode(buffer, packet.getLength());
        byte[] answer = MessageEncoder.encode(reply(query), 65_535);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException | MalformedMessageException closed) {
        // the loop looks whether it was closed
      }
    }
  }

  private static Message reply(Message query) {
    Name name = query.questions().getFirst().name();
    String[] labels = name.toString().toLowerCase(Locale.ROOT).split("[.]");
    List<ResourceRecord> answers = new ArrayList<>();
    List<ResourceRecord> authority = new ArrayList<>();
    List<ResourceRecord> additional = new ArrayList<>();
    switch (labels[labels.length - 1]) {
      case "chain" -> {
        Name next = Name.of("c" + (Integer.parseInt(labels[0].substring(1)) + 1) + ".chain");
        answers.add(ResourceRecord.of(name, RecordType.CNAME, 0, new Rdata.Cname(next)));
      }
      case "left" -> authority.add(delegation("left", "ns.right"));
      case "right" -> authority.add(delegation("right", "ns.left"));
      case "many" -> {
        for (int i = 0; i < DEAD_NAMES; i++) {
          authority.add(delegation("many", "n" + i + ".dead"));
        }
      }
      case "dead" -> {
        // Its only server is at an address where nobody answers.
        authority.add(delegation("dead", "ns.dead"));
        additional.add(address("ns.dead", 0x7f350042));
      }
      default -> {
        answers.add(address(name.toString(), 0xcb007101));
        additional.add(address("bank.good", 0x06060606));
      }
    }
    return new Message(
        query.header().answer(ResponseCode.NOERROR, !answers.isEmpty()),
        query.questions(),
        answers,
        authority,
        additional,
        query.edns());
  }

  private static ResourceRecord delegation(String zone, String server) {
    return ResourceRecord.of(Name.of(zone), RecordType.NS, 60, new Rdata.Ns(Name.of(server)));
  }

  private static ResourceRecord address(String name, int address) {
    return ResourceRecord.of(Name.of(name), RecordType.A, 60, new Rdata.A(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c1.chain", "www.left", "www.right", "www.many", "www.dead"})
  void aHostileQuestionEndsInServfailInTimeAndWithinItsPackets(String name) {
    int before = packets.get();
    ResolveResponse response = resolver.resolve(ResolveRequest.newBuilder().setName(name).build());
    assertThat(response.getResponseCode()).isEqualTo(ResponseCode.SERVFAIL.code());
    assertThat(response.getPacketsOut()).isLessThanOrEqualTo(24);
    assertThat(packets.get() - before).isLessThanOrEqualTo(response.getPacketsOut());
    assertThat(Duration.ofNanos(response.getElapsedMicros() * 1_000))
        .isLessThan(Duration.ofSeconds(5));
    assertThat(resolver.resolve(ResolveRequest.newBuilder().setName(name).build()).getPacketsOut())
        .isZero();
  }

  @Test
  void anHonestNameAmongThemIsFound() {
    ResolveResponse response =
        resolver.resolve(ResolveRequest.newBuilder().setName("www.good").build());
    assertThat(response.getAnswersList()).containsExactly("www.good. 60 IN A 203.0.113.1");
    // The answer brought an address of this name too, unasked.
    assertThat(
            resolver
                .resolve(ResolveRequest.newBuilder().setName("bank.good").build())
                .getAnswersList())
        .containsExactly("bank.good. 60 IN A 203.0.113.1");
  }
}
