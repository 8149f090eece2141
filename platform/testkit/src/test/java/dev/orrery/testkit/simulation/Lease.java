package dev.orrery.testkit.simulation;

import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.zip.CRC32C;

/// The example system of these tests: one server grants a lease with a growing token to one client
/// at a time (Gray and Cheriton, 1989). The server keeps only the token on disk; after a restart it
/// does not know who holds the lease, and waits it out.
final class Lease {
  static final Duration LENGTH = Duration.ofSeconds(1);

  /// Clocks may drift; a holder stops this much before the server may grant again.
  static final Duration MARGIN = Duration.ofMillis(10);

  private Lease() {}

  sealed interface Message {
    record Acquire(long request) implements Message {}

    record Granted(long request, long token) implements Message {}

    record Refused(long request) implements Message {}
  }

  static final class Server implements Node<Message> {
    private static final int FRAME = Long.BYTES + Integer.BYTES;
    private final Environment<Message> environment;
    private final DiskFile file;
    private long token;
    private String holder = "";
    private long heldUntil;

    Server(Environment<Message> environment, boolean waitsAfterRestart) throws IOException {
      this.environment = environment;
      file = environment.disk().open("token");
      ByteBuffer frame = ByteBuffer.allocate(FRAME);
      long good = 0;
      while (file.read(good, frame.clear()) == FRAME
          && frame.flip().equals(frame(frame.getLong(0)))) {
        token = frame.getLong(0);
        good += FRAME;
      }
      file.truncate(good);
      file.force();
      environment.disk().forceDirectory("");
      if (waitsAfterRestart && token > 0) {
        heldUntil = environment.time().monotonicNanos() + LENGTH.toNanos();
      }
    }

    @Override
    public void receive(String from, Message message, long now) throws IOException {
      if (message instanceof Message.Acquire(long request)) {
        if (now < heldUntil && !from.equals(holder)) {
          environment.send(from, new Message.Refused(request));
          return;
        }
        if (!from.equals(holder) || now >= heldUntil) {
          file.append(frame(token + 1));
          file.force();
          token++;
        }
        holder = from;
        heldUntil = now + LENGTH.toNanos();
        environment.send(from, new Message.Granted(request, token));
      }
    }

    private static ByteBuffer frame(long token) {
      ByteBuffer frame = ByteBuffer.allocate(FRAME).putLong(token);
      CRC32C checksum = new CRC32C();
      checksum.update(frame.array(), 0, Long.BYTES);
      return frame.putInt((int) checksum.getValue()).flip();
    }

    @Override
    public void timer(long now) {}

    @Override
    public long nextDeadline() {
      return NO_DEADLINE;
    }
  }

  static final class Client implements Node<Message> {
    private static final long RETRY_NANOS = Duration.ofMillis(300).toNanos();
    private final Environment<Message> environment;
    private long request;
    private long requestedAt;
    private long heldUntil;
    private long wake;
    long token;

    Client(Environment<Message> environment) {
      this.environment = environment;
      request = environment.random().nextLong(1L << 40);
      wake = environment.time().monotonicNanos() + environment.random().nextLong(RETRY_NANOS);
    }

    @Override
    public void receive(String from, Message message, long now) {
      if (message instanceof Message.Granted(long answered, long granted) && answered == request) {
        heldUntil = requestedAt + LENGTH.toNanos() - MARGIN.toNanos();
        if (token != granted) {
          environment.log("holds token " + granted);
        }
        token = granted;
      }
    }

    @Override
    public void timer(long now) {
      request++;
      requestedAt = now;
      wake = now + RETRY_NANOS;
      environment.send("server", new Message.Acquire(request));
    }

    @Override
    public long nextDeadline() {
      return wake;
    }

    boolean holds() {
      return environment.time().monotonicNanos() < heldUntil;
    }
  }
}
