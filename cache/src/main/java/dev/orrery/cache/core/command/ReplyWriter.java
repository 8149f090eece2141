package dev.orrery.cache.core.command;

import dev.orrery.cache.core.memory.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes replies in RESP, version 2 or 3, into an array of bytes that the connection sends.
///
/// A command says what it answers (a map, a double, nothing) and not how: version 2 has neither
/// maps nor doubles, and a map becomes an array of twice its length, a double a bulk string. Not
/// thread-safe; guarded by the lock of the databases.
///
/// Source: the specifications of RESP2 and RESP3 (redis/redis-specifications).
public final class ReplyWriter {
  private static final int INITIAL = 256;

  /// An emptied array longer than this is let go.
  private static final int KEPT = 64 << 10;

  private static final byte[] OK = ascii("+OK\r\n");
  private static final byte[] NULL = ascii("_\r\n");
  private static final byte[] NULL_BULK = ascii("$-1\r\n");
  private static final byte[] NULL_ARRAY = ascii("*-1\r\n");
  private static final int LONGEST_NUMBER = 20;

  private byte[] array = new byte[INITIAL];
  private int length;
  private int version = 2;
  private long errors;
  private String lastError = "";

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// 2 or 3.
  public int version() {
    return version;
  }

  public void setVersion(int to) {
    version = to;
  }

  /// What was written so far lies in here, from 0 to [#length()]; valid until the next call.
  public byte[] array() {
    return array;
  }

  public int length() {
    return length;
  }

  /// Forgets all that was written.
  public void clear() {
    length = 0;
    if (array.length > KEPT) {
      array = new byte[INITIAL];
    }
  }

  /// Forgets what was written after [#length()] was `mark`.
  public void truncate(int mark) {
    length = mark;
  }

  /// How many errors were written, ever.
  public long errors() {
    return errors;
  }

  /// The last of them, without its dash.
  public String lastError() {
    return lastError;
  }

  public void ok() {
    raw(OK);
  }

  /// A status, one line.
  public void simple(String text) {
    line('+', text);
  }

  /// An error: a code in capitals, a space, a sentence. Line ends in it become blanks.
  public void error(String text) {
    errors++;
    lastError = text;
    line('-', text.replace('\r', ' ').replace('\n', ' '));
  }

  private void line(char type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    ensure(bytes.length + 3);
    array[length++] = (byte) type;
    copy(bytes);
    end();
  }

  public void integer(long number) {
    header(':', number);
  }

  /// 1 or 0.
  public void integer(boolean yes) {
    header(':', yes ? 1 : 0);
  }

  public void bulk(byte[] bytes) {
    header('$', bytes.length);
    ensure(bytes.length + 2);
    copy(bytes);
    end();
  }

  public void bulk(byte[] bytes, int from, int to) {
    header('$', to - from);
    ensure(to - from + 2);
    System.arraycopy(bytes, from, array, length, to - from);
    length += to - from;
    end();
  }

  public void bulk(Bytes bytes) {
    bulk(bytes.array());
  }

  public void bulk(String text) {
    bulk(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A number as a bulk string.
  public void bulkInteger(long number) {
    bulk(ascii(Long.toString(number)));
  }

  /// There is no such string (or, in version 3, nothing).
  public void nullBulk() {
    raw(version == 3 ? NULL : NULL_BULK);
  }

  /// There is no such array (or, in version 3, nothing).
  public void nullArray() {
    raw(version == 3 ? NULL : NULL_ARRAY);
  }

  /// As many replies follow.
  public void array(int count) {
    header('*', count);
  }

  /// As many pairs of replies follow.
  public void map(int count) {
    if (version == 3) {
      header('%', count);
    } else {
      header('*', 2L * count);
    }
  }

  /// As many replies follow, in no order.
  public void set(int count) {
    header(version == 3 ? '~' : '*', count);
  }

  /// As many replies follow that nobody asked for: a message, an invalidation.
  public void push(int count) {
    header(version == 3 ? '>' : '*', count);
  }

  /// As many pairs follow that say something about the next reply; version 3 only.
  public void attribute(int count) {
    header('|', count);
  }

  public void doubleNumber(double number) {
    String text = Numbers.text(number);
    if (version == 3) {
      line(',', text);
    } else {
      bulk(text);
    }
  }

  public void bool(boolean yes) {
    if (version == 3) {
      line('#', yes ? "t" : "f");
    } else {
      integer(yes);
    }
  }

  /// An integer of any length, in decimal.
  public void bigNumber(String digits) {
    if (version == 3) {
      line('(', digits);
    } else {
      bulk(digits);
    }
  }

  /// A text for people.
  ///
  /// @param format three letters: `txt`, `mkd`
  public void verbatim(String format, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (version == 3) {
      header('=', bytes.length + 4);
      raw(ascii(format + ":"));
      raw(bytes);
      ensure(2);
      end();
    } else {
      bulk(bytes);
    }
  }

  /// Begins an aggregate whose length is not known yet; write its elements, then say the length.
  ///
  /// @return to be passed to [#endArray], [#endSet] or [#endMap]
  public int begin() {
    return length;
  }

  public void endArray(int mark, int count) {
    insertHeader(mark, '*', count);
  }

  public void endSet(int mark, int count) {
    insertHeader(mark, version == 3 ? '~' : '*', count);
  }

  /// @param count of pairs
  public void endMap(int mark, int count) {
    insertHeader(mark, version == 3 ? '%' : '*', version == 3 ? count : 2L * count);
  }

  private void insertHeader(int mark, char type, long count) {
    byte[] head = ascii(type + Long.toString(count) + "\r\n");
    ensure(head.length);
    System.arraycopy(array, mark, array, mark + head.length, length - mark);
    System.arraycopy(head, 0, array, mark, head.length);
    length += head.length;
  }

  /// Bytes that are RESP already.
  public void raw(byte[] bytes) {
    ensure(bytes.length);
    copy(bytes);
  }

  private void copy(byte[] bytes) {
    System.arraycopy(bytes, 0, array, length, bytes.length);
    length += bytes.length;
  }

  private void header(char type, long number) {
    ensure(LONGEST_NUMBER + 3);
    array[length++] = (byte) type;
    if (number >= 0 && number < 10) {
      array[length++] = (byte) ('0' + number);
    } else {
      digits(number);
    }
    end();
  }

  private void digits(long number) {
    // Negative numbers reach one further, so count with them.
    long left = number < 0 ? number : -number;
    int digits = 1;
    for (long rest = left; rest <= -10; rest /= 10) {
      digits++;
    }
    if (number < 0) {
      array[length++] = '-';
    }
    for (int at = length + digits - 1; at >= length; at--) {
      array[at] = (byte) ('0' - left % 10);
      left /= 10;
    }
    length += digits;
  }

  private void end() {
    array[length++] = '\r';
    array[length++] = '\n';
  }

  private void ensure(int more) {
    if (array.length - length < more) {
      long wanted = Math.max(2L * array.length, (long) length + more);
      if ((long) length + more > Integer.MAX_VALUE - 8) {
        throw new CommandException("ERR the reply is longer than 2 GiB");
      }
      array = Arrays.copyOf(array, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
  }
}
