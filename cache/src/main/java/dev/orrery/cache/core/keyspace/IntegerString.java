package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.memory.MemoryLayout;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/// A string that spells an integer, held as the integer. Small ones are shared by all keys.
public final class IntegerString implements StringValue {
  /// Integers from 0 up to here (exclusive) are shared.
  private static final int SHARED = 10_000;

  private static final IntegerString[] SHARED_STRINGS = new IntegerString[SHARED];

  static {
    for (int i = 0; i < SHARED; i++) {
      SHARED_STRINGS[i] = new IntegerString(i);
    }
  }

  private final long number;

  private IntegerString(long number) {
    this.number = number;
  }

  static IntegerString of(long number) {
    return number >= 0 && number < SHARED
        ? SHARED_STRINGS[(int) number]
        : new IntegerString(number);
  }

  public long number() {
    return number;
  }

  /// Whether all keys with this number hold one object.
  public boolean isShared() {
    return number >= 0 && number < SHARED;
  }

  @Override
  public byte[] array() {
    return Long.toString(number).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public int length() {
    return Long.toString(number).length();
  }

  @Override
  public OptionalLong asInteger() {
    return OptionalLong.of(number);
  }

  @Override
  public String encoding() {
    return "int";
  }

  @Override
  public long retainedBytes() {
    return isShared() ? 0 : MemoryLayout.align(MemoryLayout.OBJECT_HEADER + 4 + 8);
  }
}
