package dev.orrery.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// What the smallest DNS client does with answers nobody should send.
class SrvLookupProperties {
  private static final byte[] QUESTION =
      "\0\7\0\0\0\1\0\0\0\0\0\0\5_grpc\4_tcp\5cache\6orrery\4test\0\0\41\0\1"
          .getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] ANSWER =
      FakeNeighbourhood.answer(QUESTION, QUESTION.length, List.of(9_400, 9_401));

  /// True; anything thrown but a refusal fails the property.
  private static boolean readOrRefused(byte[] answer) {
    try {
      return SrvLookup.read(ByteBuffer.wrap(answer)).size() <= answer.length;
    } catch (IOException refused) {
      return true;
    }
  }

  @Example
  void aWholeAnswerGivesItsInstances() throws IOException {
    assertThat(SrvLookup.read(ByteBuffer.wrap(ANSWER)))
        .containsExactly(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 9_400),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 9_401));
  }

  @Example
  void anAnswerCutAnywhereIsRefused() {
    for (int length = 0; length < ANSWER.length; length++) {
      byte[] cut = Arrays.copyOf(ANSWER, length);
      assertThatThrownBy(() -> SrvLookup.read(ByteBuffer.wrap(cut)))
          .as("cut after %d bytes", length)
          .isInstanceOf(IOException.class);
    }
  }

  @Property(tries = 2_000)
  boolean randomBytesAreReadOrRefused(@ForAll @Size(max = 600) byte[] noise) {
    return readOrRefused(noise);
  }

  @Property(tries = 2_000)
  boolean anAnswerWithDamageIsReadOrRefused(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int damages) {
    byte[] damaged = ANSWER.clone();
    Random random = new Random(seed);
    for (int i = 0; i < damages; i++) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    return readOrRefused(damaged);
  }

  @Example
  void aNameThatPointsAtItselfIsRefused() {
    byte[] circle = ANSWER.clone();
    circle[12] = (byte) 0xc0;
    circle[13] = 12;
    assertThatThrownBy(() -> SrvLookup.read(ByteBuffer.wrap(circle)))
        .isInstanceOf(IOException.class);
  }

  @Example
  void aServersFailureIsNotAnEmptyAnswer() {
    byte[] failure = ANSWER.clone();
    failure[3] = 2; // SERVFAIL
    assertThatThrownBy(() -> SrvLookup.read(ByteBuffer.wrap(failure)))
        .hasMessageContaining("code 2");
  }

  @Example
  void strayDatagramsDoNotProlongTheLookUp() throws Exception {
    try (DatagramSocket server =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      AtomicBoolean over = new AtomicBoolean();
      Thread chatter =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                  server.receive(packet);
                  server.setSoTimeout(5);
                  while (!over.get()) {
                    // Never the identifier that was asked with, since that is in the first two
                    // bytes.
                    byte[] stray = {(byte) ~packet.getData()[0], packet.getData()[1], 0, 0};
                    server.send(new DatagramPacket(stray, 4, packet.getSocketAddress()));
                    try {
                      server.receive(packet);
                    } catch (java.net.SocketTimeoutException silence) {
                      // Goes on chattering to the one who asked last.
                    }
                  }
                } catch (IOException closed) {
                  // The test is over.
                }
              });
      long start = System.nanoTime();
      assertThatThrownBy(() ->
              SrvLookup.find(
                  (InetSocketAddress) server.getLocalSocketAddress(), "orrery.test", "grpc", "x"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("_grpc._tcp.x.orrery.test");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      over.set(true);
      chatter.join();
    }
  }
}
