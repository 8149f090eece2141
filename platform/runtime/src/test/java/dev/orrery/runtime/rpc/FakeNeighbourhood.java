package dev.orrery.runtime.rpc;

import dev.orrery.dns.v1.Instance;
import dev.orrery.dns.v1.RegistryGrpc;
import dev.orrery.dns.v1.WatchRequest;
import dev.orrery.dns.v1.WatchResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A DNS responder over UDP and a registry over gRPC that say what the test tells them. They share
/// one table, as the real ones do, but DNS may be told to keep its first answer, so that a test
/// sees which of the two was listened to.
final class FakeNeighbourhood implements AutoCloseable {
  private final DatagramSocket socket;
  private final Map<String, List<Integer>> ports = new HashMap<>();
  private final Map<String, List<StreamObserver<WatchResponse>>> watchers = new HashMap<>();
  private Server registry;

  FakeNeighbourhood() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual().start(this::answerQuestions);
    registry = startRegistry();
  }

  Neighbours neighbours() {
    return Neighbours.through(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
  }

  /// From now on these, and only these, are the instances of `service`.
  synchronized void set(String service, Integer... instances) {
    ports.put(service, List.of(instances));
    for (StreamObserver<WatchResponse> watcher : watchers.getOrDefault(service, List.of())) {
      watcher.onNext(list(service));
    }
  }

  synchronized int watchersOf(String service) {
    return watchers.getOrDefault(service, List.of()).size();
  }

  /// Cuts every watch, as a crash would; DNS forgets where the registry is.
  void stopRegistry() throws InterruptedException {
    synchronized (this) {
      watchers.clear();
      ports.remove("dns");
    }
    registry.shutdownNow().awaitTermination();
  }

  /// Another process, so on another port.
  void restartRegistry() throws IOException {
    registry = startRegistry();
  }

  private Server startRegistry() throws IOException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Watched())
            .build()
            .start();
    synchronized (this) {
      ports.put("dns", List.of(server.getPort()));
    }
    return server;
  }

  private WatchResponse list(String service) {
    WatchResponse.Builder response = WatchResponse.newBuilder();
    for (int port : ports.getOrDefault(service, List.of())) {
      response.addInstances(
          Instance.newBuilder()
              .setService(service)
              .setName(service + "-" + port)
              .setHost("127.0.0.1")
              .putPorts("grpc", port));
    }
    return response.build();
  }

  private final class Watched extends RegistryGrpc.RegistryImplBase {
    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> observer) {
      synchronized (FakeNeighbourhood.this) {
        List<StreamObserver<WatchResponse>> all =
            watchers.computeIfAbsent(request.getService(), _ -> new ArrayList<>());
        all.add(observer);
        ((ServerCallStreamObserver<WatchResponse>) observer)
            .setOnCancelHandler(() -> {
              synchronized (FakeNeighbourhood.this) {
                all.remove(observer);
              }
            });
        observer.onNext(list(request.getService()));
      }
    }
  }

  private void answerQuestions() {
    DatagramPacket packet = new DatagramPacket(new byte[1_024], 1_024);
    try {
      while (true) {
        packet.setLength(1_024);
        socket.receive(packet);
        byte[] answer = answer(packet.getData());
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private synchronized byte[] answer(byte[] question) {
    // _grpc . _tcp . SERVICE . orrery . test
    int at = 12 + 6 + 5;
    String service = new String(question, at + 1, question[at], StandardCharsets.US_ASCII);
    int end = at;
    while (question[end] != 0) {
      end += question[end] + 1;
    }
    return answer(question, end + 5, ports.getOrDefault(service, List.of()));
  }

  /// The header and question of `query`, then an SRV record and an address for each port.
  static byte[] answer(byte[] query, int questionEnd, List<Integer> instances) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(query, 0, 2);
      out.writeShort(0x8400 | (instances.isEmpty() ? 3 : 0));
      out.writeShort(1);
      out.writeShort(instances.size());
      out.writeShort(0);
      out.writeShort(instances.size());
      out.write(query, 12, questionEnd - 12);
      for (int i = 0; i < instances.size(); i++) {
        out.writeShort(0xc00c); // the question's name
        record(out, 33, 6 + 4);
        out.writeInt(0);
        out.writeShort(instances.get(i));
        host(out, i);
      }
      for (int i = 0; i < instances.size(); i++) {
        host(out, i);
        record(out, 1, 4);
        out.write(InetAddress.getLoopbackAddress().getAddress());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void record(DataOutputStream out, int type, int length) throws IOException {
    out.writeShort(type);
    out.writeShort(1);
    out.writeInt(0);
    out.writeShort(length);
  }

  /// A name of one label of two letters: `h0.`, `h1.`, …
  private static void host(DataOutputStream out, int number) throws IOException {
    out.writeByte(2);
    out.writeByte('h');
    out.writeByte('0' + number);
    out.writeByte(0);
  }

  @Override
  public void close() {
    socket.close();
    registry.shutdownNow();
  }
}
