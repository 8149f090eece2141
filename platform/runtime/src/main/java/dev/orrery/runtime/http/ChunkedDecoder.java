package dev.orrery.runtime.http;

/// Finds the data in a body sent in chunks (RFC 9112 §7.1), and refuses what is not exactly that.
///
/// ```
///   5;name=value\r\n   hello   \r\n     0\r\n            trailers \r\n
///   SIZE EXTENSION     data    DATA_CR  SIZE … TRAILER_START            → complete
/// ```
///
/// The caller feeds framing bytes to [#accept(byte)] while [#dataRemaining()] is 0, and otherwise
/// takes that many bytes of data itself, telling [#dataTaken(int)]: data is never copied here.
/// Trailers are checked and dropped.
public final class ChunkedDecoder {

  private enum State {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA_CR,
    DATA_LF,
    TRAILER_START,
    TRAILER_NAME,
    TRAILER_VALUE,
    TRAILER_LF,
    LAST_LF,
    COMPLETE
  }

  private static final int MAXIMUM_SIZE_DIGITS = 15;
  // Extensions of all chunks together: they carry nothing, so whoever sends many has nothing good
  // in mind.
  private static final int MAXIMUM_EXTENSION_BYTES = 4 * 1024;

  private final int trailerBytes;
  private State state = State.SIZE;
  private long size;
  private int digits;
  private long remaining;
  private int extension;
  private int trailers;

  /// A decoder that takes trailers up to so many bytes.
  public ChunkedDecoder(int trailerBytes) {
    this.trailerBytes = trailerBytes;
  }

  /// How many bytes of data come next; 0 when framing comes next.
  public long dataRemaining() {
    return remaining;
  }

  /// Tells that `count` bytes of data were taken.
  public void dataTaken(int count) {
    if (count > remaining) {
      throw new IllegalArgumentException("took " + count + " bytes of " + remaining);
    }
    remaining -= count;
    if (remaining == 0) {
      state = State.DATA_CR;
    }
  }

  /// Whether the body has ended.
  public boolean isComplete() {
    return state == State.COMPLETE;
  }

  /// Takes the next framing byte.
  ///
  /// @throws MalformedRequestException when it is not what must stand there
  public void accept(byte next) throws MalformedRequestException {
    int c = next & 0xff;
    switch (state) {
      case SIZE -> size(c);
      case EXTENSION -> {
        if (c == '\r') {
          state = State.SIZE_LF;
        } else if (!HttpSyntax.isFieldChar(c) || ++extension > MAXIMUM_EXTENSION_BYTES) {
          throw malformed("a chunk extension is not valid");
        }
      }
      case SIZE_LF -> {
        expect(c, '\n');
        remaining = size;
        state = size == 0 ? State.TRAILER_START : State.DATA_CR;
        size = 0;
        digits = 0;
      }
      case DATA_CR -> {
        expect(c, '\r');
        state = State.DATA_LF;
      }
      case DATA_LF -> {
        expect(c, '\n');
        state = State.SIZE;
      }
      case TRAILER_START, TRAILER_NAME, TRAILER_VALUE -> trailer(c);
      case TRAILER_LF -> {
        expect(c, '\n');
        state = State.TRAILER_START;
      }
      case LAST_LF -> {
        expect(c, '\n');
        state = State.COMPLETE;
      }
      case COMPLETE -> throw new IllegalStateException("the body has ended");
    }
  }

  private void size(int c) throws MalformedRequestException {
    int digit = HttpSyntax.hexValue(c);
    if (digit >= 0 && digits < MAXIMUM_SIZE_DIGITS) {
      size = size << 4 | digit;
      digits++;
    } else if (digits > 0 && c == '\r') {
      state = State.SIZE_LF;
    } else if (digits > 0 && c == ';') {
      state = State.EXTENSION;
    } else {
      throw malformed("a chunk size is not a hexadecimal number");
    }
  }

  private void trailer(int c) throws MalformedRequestException {
    if (++trailers > trailerBytes) {
      throw new MalformedRequestException(
          431, "the trailer fields are longer than " + trailerBytes + " bytes");
    }
    if (state == State.TRAILER_START && c == '\r') {
      state = State.LAST_LF;
    } else if (state == State.TRAILER_VALUE) {
      if (c == '\r') {
        state = State.TRAILER_LF;
      } else if (!HttpSyntax.isFieldChar(c)) {
        throw malformed("a trailer field is not valid");
      }
    } else if (HttpSyntax.isTokenChar(c)) {
      state = State.TRAILER_NAME;
    } else if (c == ':' && state == State.TRAILER_NAME) {
      state = State.TRAILER_VALUE;
    } else {
      throw malformed("a trailer field is not valid");
    }
  }

  private static void expect(int c, char expected) throws MalformedRequestException {
    if (c != expected) {
      throw malformed("a chunk does not end where its size says");
    }
  }

  private static MalformedRequestException malformed(String detail) {
    return new MalformedRequestException(400, detail);
  }
}
