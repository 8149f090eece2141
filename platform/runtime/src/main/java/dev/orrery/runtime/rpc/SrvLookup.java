package dev.orrery.runtime.rpc;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The smallest DNS client that finds a service: one SRV question over UDP (RFC 2782), the
/// addresses taken from the additional section of the answer. Asks again twice when no answer
/// comes.
public final class SrvLookup {
  private static final int TYPE_A = 1;
  private static final int TYPE_AAAA = 28;
  private static final int TYPE_SRV = 33;
  private static final int TYPE_OPT = 41;
  private static final int CLASS_IN = 1;
  private static final int RESPONSE = 0x8000;
  private static final int OUTCOME = 0x000f;
  private static final int NO_ERROR = 0;
  private static final int NO_SUCH_NAME = 3;
  private static final int MAXIMUM_ANSWER = 4_096;
  private static final int MAXIMUM_NAME_JUMPS = 32;
  private static final int ATTEMPTS = 3;
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofMillis(400);
  private static final SecureRandom RANDOM = new SecureRandom();

  private SrvLookup() {}

  /// The instances of `service` that have a port called `portName`; empty when the name is unknown
  /// to the server.
  ///
  /// @throws IOException when no server answers at `dns`, or what it answers is no DNS message
  public static List<InetSocketAddress> find(
      InetSocketAddress dns, String zone, String portName, String service) throws IOException {
    String name = "_" + portName + "._tcp." + (service.isEmpty() ? "" : service + ".") + zone;
    IOException last = new IOException("no answer from the DNS server at " + dns);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return ask(dns, name);
      } catch (IOException failure) {
        last = failure;
      }
    }
    throw new IOException("looking up " + name + " at " + dns + ": " + last.getMessage(), last);
  }

  private static List<InetSocketAddress> ask(InetSocketAddress dns, String name)
      throws IOException {
    int id = RANDOM.nextInt(1 << 16);
    byte[] question = question(id, name);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(dns);
      socket.send(new DatagramPacket(question, question.length));
      DatagramPacket packet = new DatagramPacket(new byte[MAXIMUM_ANSWER], MAXIMUM_ANSWER);
      long deadline = System.nanoTime() + ATTEMPT_TIMEOUT.toNanos();
      do {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new IOException("no answer to this question came in time");
        }
        socket.setSoTimeout((int) left);
        packet.setLength(MAXIMUM_ANSWER);
        socket.receive(packet);
      } while (packet.getLength() < 2
          || ByteBuffer.wrap(packet.getData()).getShort(0) != (short) id);
      return read(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
    }
  }

  private static byte[] question(int id, String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(id);
    out.writeShort(0); // a plain query
    out.writeShort(1); // one question
    out.writeInt(0);
    out.writeShort(1); // one additional record: EDNS0, so that up to 4,096 bytes may come back
    for (String label : name.split("\\.")) {
      byte[] text = label.getBytes(StandardCharsets.US_ASCII);
      out.writeByte(text.length);
      out.write(text);
    }
    out.writeByte(0);
    out.writeShort(TYPE_SRV);
    out.writeShort(CLASS_IN);
    out.writeByte(0);
    out.writeShort(TYPE_OPT);
    out.writeShort(MAXIMUM_ANSWER);
    out.writeInt(0);
    out.writeShort(0);
    return bytes.toByteArray();
  }

  /// The services an answer names.
  ///
  /// @throws IOException when it is no DNS answer, or one that tells of a failure
  static List<InetSocketAddress> read(ByteBuffer message) throws IOException {
    try {
      return parse(message);
    } catch (BufferUnderflowException | IllegalArgumentException malformed) {
      throw new IOException("malformed answer", malformed);
    }
  }

  private static List<InetSocketAddress> parse(ByteBuffer message) throws IOException {
    message.getShort();
    int flags = message.getShort() & 0xffff;
    int outcome = flags & OUTCOME;
    if ((flags & RESPONSE) == 0) {
      throw new IOException("malformed answer: it is a question");
    }
    if (outcome != NO_ERROR && outcome != NO_SUCH_NAME) {
      throw new IOException("the DNS server answers with code " + outcome);
    }
    int questions = message.getShort() & 0xffff;
    int records =
        (message.getShort() & 0xffff)
            + (message.getShort() & 0xffff)
            + (message.getShort() & 0xffff);
    for (int i = 0; i < questions; i++) {
      name(message);
      message.getInt();
    }
    record Service(String host, int port) {}
    List<Service> services = new ArrayList<>();
    Map<String, InetAddress> addresses = new HashMap<>();
    for (int i = 0; i < records; i++) {
      String owner = name(message);
      int type = message.getShort() & 0xffff;
      message.getShort();
      message.getInt();
      int length = message.getShort() & 0xffff;
      int end = message.position() + length;
      if (type == TYPE_SRV) {
        message.getInt(); // priority and weight: calls are spread evenly
        int port = message.getShort() & 0xffff;
        services.add(new Service(name(message), port));
      } else if (type == TYPE_A || type == TYPE_AAAA) {
        byte[] address = new byte[length];
        message.get(address);
        addresses.putIfAbsent(owner, InetAddress.getByAddress(address));
      }
      message.position(end);
    }
    List<InetSocketAddress> found = new ArrayList<>();
    for (Service service : services) {
      InetAddress address = addresses.get(service.host());
      if (address != null) {
        found.add(new InetSocketAddress(address, service.port()));
      }
    }
    return found;
  }

  /// Reads a name, following compression pointers (RFC 1035 §4.1.4), and leaves the position behind
  /// it.
  private static String name(ByteBuffer message) {
    StringBuilder name = new StringBuilder();
    int after = -1;
    for (int jumps = 0; jumps < MAXIMUM_NAME_JUMPS; ) {
      int length = message.get() & 0xff;
      if (length == 0) {
        if (after >= 0) {
          message.position(after);
        }
        return name.toString();
      }
      if ((length & 0xc0) == 0xc0) {
        int target = ((length & 0x3f) << 8) | (message.get() & 0xff);
        after = after < 0 ? message.position() : after;
        message.position(target);
        jumps++;
        continue;
      }
      byte[] label = new byte[length];
      message.get(label);
      name.append(new String(label, StandardCharsets.US_ASCII).toLowerCase(java.util.Locale.ROOT))
          .append('.');
    }
    throw new IllegalArgumentException("a name that points in circles");
  }
}
