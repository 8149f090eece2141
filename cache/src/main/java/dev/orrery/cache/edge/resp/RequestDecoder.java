package dev.orrery.cache.edge.resp;

import dev.orrery.cache.core.command.Arguments;
import java.util.Arrays;

/// Cuts a stream of bytes into commands. Two forms: an array of bulk strings, as programs send it,
/// and a line, as people type it.
///
/// ```
///   *2\r\n$3\r\nGET\r\n$1\r\nk\r\n          GET k\r\n
/// ```
///
/// A request may be split anywhere. Memory grows with what has arrived, never with what was
/// announced: `*1000000\r\n` costs nothing until the arguments come. Bytes given are copied where
/// they are kept.
///
/// Not thread-safe. Source: the specification of RESP; the errors are Redis's own.
final class RequestDecoder {
  /// What came of a call of [#next].
  enum Outcome {
    /// A command is in [#arguments()].
    COMMAND,
    /// The rest has not arrived.
    INCOMPLETE,
    /// The stream makes no sense; see [#error()]. Nothing after it can be understood.
    BROKEN
  }

  /// Of one line.
  static final int MAXIMUM_LINE = 64 << 10;

  /// Arguments of one command.
  static final int MAXIMUM_ARGUMENTS = 1 << 20;

  /// Of one command before the client has authenticated.
  private static final int MAXIMUM_STRANGER_ARGUMENTS = 10;

  private static final int MAXIMUM_STRANGER_BULK = 16 << 10;
  private static final byte[] EMPTY = {};

  private final Arguments arguments = new Arguments();
  private long maximumBulk;
  private long maximumRequest;
  private boolean stranger;

  private byte[] data = EMPTY;
  private int position;
  private int limit;
  private String error = "";

  /// Arguments of the present array that have not been read; 0 between commands.
  private int missing;

  /// Bytes of the present bulk string; -1 when its header has not been read.
  private long bulkLength = -1;

  private long requestBytes;

  /// @param maximumBulk bytes of one argument
  /// @param maximumRequest bytes of all arguments of a command
  RequestDecoder(long maximumBulk, long maximumRequest) {
    this.maximumBulk = maximumBulk;
    this.maximumRequest = maximumRequest;
  }

  void setMaximumBulk(long bytes) {
    maximumBulk = bytes;
  }

  /// Holds a client that has not authenticated to smaller bounds.
  void setStranger(boolean unknown) {
    stranger = unknown;
  }

  /// The last command; overwritten by the next.
  Arguments arguments() {
    return arguments;
  }

  String error() {
    return error;
  }

  /// Bytes that arrived and were not consumed.
  int pending() {
    return limit - position;
  }

  /// More bytes arrived. They are not copied, so they must stay as they are until [#keepRest()].
  void feed(byte[] bytes, int length) {
    if (pending() == 0) {
      data = bytes;
      position = 0;
      limit = length;
      return;
    }
    compact(length);
    System.arraycopy(bytes, 0, data, limit, length);
    limit += length;
  }

  private void compact(int more) {
    int rest = pending();
    if (data.length - limit >= more) {
      return;
    }
    byte[] target = data;
    if (data.length < rest + more) {
      target =
          new byte[Math.max(rest + more, (int) Math.min(2L * data.length, expected(rest + more)))];
    }
    System.arraycopy(data, position, target, 0, rest);
    data = target;
    position = 0;
    limit = rest;
  }

  /// How many bytes there may be in all, as far as is known: a bulk string and its line end.
  private long expected(int atLeast) {
    return bulkLength < 0
        ? 2L * atLeast
        : Math.clamp(bulkLength + 2, atLeast, Integer.MAX_VALUE - 8L);
  }

  /// To be called when [#next()] has nothing more: copies what is left of the bytes given.
  ///
  /// @param given the array of the last [#feed]
  void keepRest(byte[] given) {
    if (pending() == 0) {
      data = EMPTY;
      position = 0;
      limit = 0;
    } else if (data == given) {
      data = Arrays.copyOfRange(data, position, limit);
      limit -= position;
      position = 0;
    }
  }

  /// The next command. An empty line or array is none, and is passed over.
  Outcome next() {
    while (true) {
      if (missing == 0) {
        if (position == limit) {
          return Outcome.INCOMPLETE;
        }
        arguments.clear();
        requestBytes = 0;
        if (data[position] != '*') {
          Outcome line = nextLine();
          if (line != Outcome.COMMAND || arguments.count() > 0) {
            return line;
          }
          continue;
        }
        Outcome header = arrayHeader();
        if (header != Outcome.COMMAND) {
          return header;
        }
        if (missing == 0) {
          continue;
        }
      }
      return bulkStrings();
    }
  }

  private Outcome arrayHeader() {
    int end = lineEnd();
    if (end < 0) {
      return pending() > MAXIMUM_LINE ? broken("too big mbulk count string") : Outcome.INCOMPLETE;
    }
    long count = number(position + 1, end);
    if (count == INVALID || count > MAXIMUM_ARGUMENTS) {
      return broken("invalid multibulk length");
    }
    if (stranger && count > MAXIMUM_STRANGER_ARGUMENTS) {
      return broken("unauthenticated multibulk length");
    }
    position = end + 2;
    missing = (int) Math.max(0, count);
    return Outcome.COMMAND;
  }

  private Outcome bulkStrings() {
    while (missing > 0) {
      if (bulkLength < 0) {
        Outcome header = bulkHeader();
        if (header != Outcome.COMMAND) {
          return header;
        }
      }
      if (pending() < bulkLength + 2) {
        return Outcome.INCOMPLETE;
      }
      int length = (int) bulkLength;
      arguments.add(Arrays.copyOfRange(data, position, position + length));
      position += length + 2;
      bulkLength = -1;
      missing--;
    }
    return Outcome.COMMAND;
  }

  private Outcome bulkHeader() {
    int end = lineEnd();
    if (end < 0) {
      return pending() > MAXIMUM_LINE ? broken("too big bulk count string") : Outcome.INCOMPLETE;
    }
    if (data[position] != '$') {
      return broken("expected '$', got '" + (char) (data[position] & 0xFF) + "'");
    }
    long length = number(position + 1, end);
    if (length == INVALID
        || length < 0
        || length > maximumBulk
        || length > Integer.MAX_VALUE - 64) {
      return broken("invalid bulk length");
    }
    if (stranger && length > MAXIMUM_STRANGER_BULK) {
      return broken("unauthenticated bulk length");
    }
    requestBytes += length;
    if (requestBytes > maximumRequest) {
      return broken("the request is longer than " + maximumRequest + " bytes");
    }
    position = end + 2;
    bulkLength = length;
    return Outcome.COMMAND;
  }

  /// Where the line at the position ends: the index of its `\r`, or -1 when it is not whole.
  private int lineEnd() {
    for (int i = position; i < limit - 1; i++) {
      if (data[i] == '\r') {
        return i;
      }
    }
    return -1;
  }

  private static final long INVALID = Long.MIN_VALUE;
  private static final int MOST_DIGITS = 18;

  /// The decimal number from `from` to `to`, or [#INVALID].
  private long number(int from, int to) {
    int first = from < to && data[from] == '-' ? from + 1 : from;
    if (first >= to || to - first > MOST_DIGITS || (data[first] == '0' && to - first > 1)) {
      return INVALID;
    }
    long sum = 0;
    for (int i = first; i < to; i++) {
      int digit = data[i] - '0';
      if (digit < 0 || digit > 9) {
        return INVALID;
      }
      sum = sum * 10 + digit;
    }
    return first > from ? -sum : sum;
  }

  private Outcome nextLine() {
    int end = position;
    while (end < limit && data[end] != '\n') {
      end++;
    }
    if (end == limit) {
      return pending() > MAXIMUM_LINE ? broken("too big inline request") : Outcome.INCOMPLETE;
    }
    int last = end > position && data[end - 1] == '\r' ? end - 1 : end;
    boolean balanced = new InlineRequest(data, position, last).splitInto(arguments);
    position = end + 1;
    return balanced ? Outcome.COMMAND : broken("unbalanced quotes in request");
  }

  private Outcome broken(String why) {
    error = why;
    position = limit;
    return Outcome.BROKEN;
  }
}
