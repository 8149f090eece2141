package dev.orrery.cache.core.listpack;

import dev.orrery.cache.core.memory.MemoryLayout;
import java.util.Arrays;

/// Byte strings one behind the other in one array, walked in either direction.
///
/// ```
///   element   length │ bytes │ length        length < 255: one byte; longer: 255 and four bytes
///                                            (mirrored at the end, so that it reads backwards)
/// ```
///
/// A place is the offset of an element. Searching is linear and an insertion moves what stands
/// behind it: right for a few hundred elements, which then cost two bytes each instead of two
/// objects. Salvatore Sanfilippo's listpack (2017) is the model; this one keeps numbers as text.
/// Not thread-safe.
public final class Listpack {
  private static final int INITIAL = 32;
  private static final int LONG_MARK = 0xff;
  private static final int LONG_PREFIX = 5;
  private static final int FIXED_BYTES =
      MemoryLayout.align(MemoryLayout.OBJECT_HEADER + MemoryLayout.REFERENCE + 8);

  private byte[] array;
  private int used;
  private int count;

  public Listpack() {
    array = new byte[INITIAL];
  }

  private Listpack(Listpack of) {
    array = Arrays.copyOf(of.array, Math.max(INITIAL, of.used));
    used = of.used;
    count = of.count;
  }

  public Listpack copy() {
    return new Listpack(this);
  }

  /// How many elements.
  public int count() {
    return count;
  }

  /// Bytes in use; also the place behind the last element.
  public int end() {
    return used;
  }

  /// The place of the following element, or [#end()].
  public int next(int place) {
    int length = lengthAt(place);
    return place + length + 2 * prefix(length);
  }

  /// The place of the element before; `place` is not 0.
  public int previous(int place) {
    int last = array[place - 1] & 0xff;
    int length = last < LONG_MARK ? last : wide(place - LONG_PREFIX);
    return place - length - 2 * prefix(length);
  }

  /// The place of the element of this index from the front; [#end()] for the count.
  public int place(int index) {
    if (index > count / 2) {
      int place = used;
      for (int i = count; i > index; i--) {
        place = previous(place);
      }
      return place;
    }
    int place = 0;
    for (int i = 0; i < index; i++) {
      place = next(place);
    }
    return place;
  }

  /// A copy of the element's bytes.
  public byte[] get(int place) {
    int length = lengthAt(place);
    int from = place + prefix(length);
    return Arrays.copyOfRange(array, from, from + length);
  }

  public boolean equalsAt(int place, byte[] element) {
    int length = lengthAt(place);
    int from = place + prefix(length);
    return length == element.length
        && Arrays.equals(array, from, from + length, element, 0, length);
  }

  /// The place of the first element equal to `element` among every `step`-th from the first.
  ///
  /// @return -1 when there is none
  public int find(byte[] element, int step) {
    int index = 0;
    for (int place = 0; place < used; place = next(place)) {
      if (index++ % step == 0 && equalsAt(place, element)) {
        return place;
      }
    }
    return -1;
  }

  /// Puts an element in before the one at `place`; at [#end()] it becomes the last.
  public void insert(int place, byte[] element) {
    int size = element.length + 2 * prefix(element.length);
    shift(place, size);
    write(place, element);
    count++;
  }

  public void append(byte[] element) {
    insert(used, element);
  }

  public void remove(int place) {
    shift(next(place), place - next(place));
    count--;
  }

  public void replace(int place, byte[] element) {
    remove(place);
    insert(place, element);
  }

  private void write(int place, byte[] element) {
    int length = element.length;
    int prefix = prefix(length);
    System.arraycopy(element, 0, array, place + prefix, length);
    int behind = place + prefix + length;
    if (prefix == 1) {
      array[place] = (byte) length;
      array[behind] = (byte) length;
    } else {
      array[place] = (byte) LONG_MARK;
      putWide(place + 1, length);
      putWide(behind, length);
      array[behind + LONG_PREFIX - 1] = (byte) LONG_MARK;
    }
  }

  /// Moves what is from `place` on by so many bytes, and makes room for it.
  private void shift(int place, int by) {
    int wanted = Math.addExact(used, by);
    byte[] target = array;
    if (wanted > array.length) {
      target = new byte[Math.max(wanted, array.length + (array.length >> 1))];
      System.arraycopy(array, 0, target, 0, place);
    }
    System.arraycopy(array, place, target, place + by, used - place);
    array = target;
    used = wanted;
    if (array.length > INITIAL && used < array.length / 4) {
      array = Arrays.copyOf(array, Math.max(INITIAL, array.length / 2));
    }
  }

  private static int prefix(int length) {
    return length < LONG_MARK ? 1 : LONG_PREFIX;
  }

  private int lengthAt(int place) {
    int first = array[place] & 0xff;
    return first < LONG_MARK ? first : wide(place + 1);
  }

  private int wide(int at) {
    return (array[at] & 0xff) << 24
        | (array[at + 1] & 0xff) << 16
        | (array[at + 2] & 0xff) << 8
        | (array[at + 3] & 0xff);
  }

  private void putWide(int at, int number) {
    for (int i = 0; i < 4; i++) {
      array[at + i] = (byte) (number >>> (24 - 8 * i));
    }
  }

  public long retainedBytes() {
    return (long) FIXED_BYTES + MemoryLayout.byteArray(array.length);
  }
}
