package dev.orrery.system.judging;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What the judged code prints: the first [#MAXIMUM_BYTES] since the case began, the rest only
/// counted. Thread-safe.
final class Printed extends OutputStream {
  static final int MAXIMUM_BYTES = 2_000;

  private final byte[] kept = new byte[MAXIMUM_BYTES];
  private int length;
  private long dropped;

  /// Takes the places of standard output and standard error, and leaves nothing on standard input.
  static Printed install() {
    Printed printed = new Printed();
    PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(stream);
    System.setErr(stream);
    System.setIn(InputStream.nullInputStream());
    return printed;
  }

  @Override
  public synchronized void write(int b) {
    if (length < kept.length) {
      kept[length++] = (byte) b;
    } else {
      dropped++;
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int count) {
    int fits = Math.min(count, kept.length - length);
    System.arraycopy(bytes, offset, kept, length, fits);
    length += fits;
    dropped += count - fits;
  }

  synchronized void clear() {
    length = 0;
    dropped = 0;
  }

  synchronized String text() {
    String text = new String(Arrays.copyOf(kept, length), StandardCharsets.UTF_8).stripTrailing();
    return dropped == 0 ? text : text + "\n… and " + dropped + " bytes more";
  }
}
