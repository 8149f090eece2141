package dev.orrery.cache.core.set;

import dev.orrery.cache.core.command.Numbers;
import dev.orrery.cache.core.keyspace.Value;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.memory.MemoryLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A small set of integers: a sorted array of longs, searched by halving. Its order is the order in
/// which its members are listed.
final class IntegerSet implements SetValue {
  private static final int INITIAL = 4;
  private static final int FIXED_BYTES =
      MemoryLayout.align(MemoryLayout.OBJECT_HEADER + MemoryLayout.REFERENCE + 4);

  private long[] numbers;
  private int count;

  IntegerSet() {
    numbers = new long[INITIAL];
  }

  private IntegerSet(IntegerSet of) {
    numbers = of.numbers.clone();
    count = of.count;
  }

  /// Whether it could be a member here: the one decimal spelling of a 64-bit integer.
  static boolean fits(Bytes member) {
    return Numbers.integer(member.array()).isPresent();
  }

  private int indexOf(long number) {
    return Arrays.binarySearch(numbers, 0, count, number);
  }

  @Override
  public boolean contains(Bytes member) {
    OptionalLong number = Numbers.integer(member.array());
    return number.isPresent() && indexOf(number.getAsLong()) >= 0;
  }

  @Override
  public boolean add(Bytes member) {
    long number = Numbers.integer(member.array()).orElseThrow();
    int index = indexOf(number);
    if (index >= 0) {
      return false;
    }
    int place = -1 - index;
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, count + Math.max(INITIAL, count / 2));
    }
    System.arraycopy(numbers, place, numbers, place + 1, count - place);
    numbers[place] = number;
    count++;
    return true;
  }

  @Override
  public boolean remove(Bytes member) {
    OptionalLong number = Numbers.integer(member.array());
    int index = number.isPresent() ? indexOf(number.getAsLong()) : -1;
    if (index < 0) {
      return false;
    }
    count--;
    System.arraycopy(numbers, index + 1, numbers, index, count - index);
    if (numbers.length > INITIAL && count < numbers.length / 4) {
      numbers = Arrays.copyOf(numbers, Math.max(INITIAL, 2 * count));
    }
    return true;
  }

  private static Bytes text(long number) {
    return Bytes.of(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void forEach(Consumer<? super Bytes> visitor) {
    for (int i = 0; i < count; i++) {
      visitor.accept(text(numbers[i]));
    }
  }

  @Override
  public Bytes random(RandomGenerator random) {
    return text(numbers[random.nextInt(count)]);
  }

  @Override
  public String encoding() {
    return "intset";
  }

  @Override
  public long retainedBytes() {
    return FIXED_BYTES + MemoryLayout.ARRAY_HEADER + (long) Long.BYTES * numbers.length;
  }

  @Override
  public Value copy() {
    return new IntegerSet(this);
  }

  @Override
  public int elements() {
    return count;
  }
}
