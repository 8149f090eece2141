package dev.orrery.database.lab.store;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.store.Change;
import dev.orrery.database.core.store.Cursor;
import dev.orrery.database.core.store.OrderedStore;
import dev.orrery.database.core.store.SortedMapStore;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// Stores that are wrong in one place each.
final class StoreTwins {
  private StoreTwins() {}

  static List<WrongTwin<Stores>> all() {
    return List.of(
        twin("end-included", "a scan also meets the end of its range", EndIncluded::new),
        twin("signed-order", "orders by signed bytes: 0xFF before a", SignedOrder::new),
        twin("half-batch", "a flush may write a batch in part", HalfBatch::new),
        twin("lazy-flush", "flush answers without writing", LazyFlush::new));
  }

  private interface Wrapping {
    OrderedStore around(OrderedStore right);
  }

  private static WrongTwin<Stores> twin(String name, String mistake, Wrapping wrapping) {
    return new WrongTwin<>(
        name,
        mistake,
        Contract.ANY,
        Stores.onCrashDisk(disk -> wrapping.around(new SortedMapStore(disk))));
  }

  /// A right store; each twin overrides what it does wrong.
  private static class Right implements OrderedStore {
    final OrderedStore right;

    Right(OrderedStore right) {
      this.right = right;
    }

    @Override
    public void apply(List<Change> batch, long version) throws IOException {
      right.apply(batch, version);
    }

    @Override
    public Cursor scan(Bytes start, Bytes end, boolean descending) throws IOException {
      return right.scan(start, end, descending);
    }

    @Override
    public long appliedVersion() throws IOException {
      return right.appliedVersion();
    }

    @Override
    public long flush() throws IOException {
      return right.flush();
    }

    @Override
    public void close() throws IOException {
      right.close();
    }
  }

  private static final class EndIncluded extends Right {
    EndIncluded(OrderedStore right) {
      super(right);
    }

    @Override
    public Cursor scan(Bytes start, Bytes end, boolean descending) throws IOException {
      Bytes behind = end.isEmpty() ? end : Bytes.wrap(Arrays.copyOf(end.array(), end.length() + 1));
      return right.scan(start, behind, descending);
    }
  }

  private static final class SignedOrder extends Right {
    SignedOrder(OrderedStore right) {
      super(right);
    }

    private static Bytes flipped(Bytes key) {
      byte[] bytes = key.array().clone();
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] ^= (byte) 0x80;
      }
      return Bytes.wrap(bytes);
    }

    @Override
    public void apply(List<Change> batch, long version) throws IOException {
      right.apply(
          batch.stream()
              .<Change>map(change ->
                  switch (change) {
                    case Change.Put put -> new Change.Put(flipped(put.key()), put.value());
                    case Change.Remove remove -> new Change.Remove(flipped(remove.key()));
                  })
              .toList(),
          version);
    }

    @Override
    public Cursor scan(Bytes start, Bytes end, boolean descending) throws IOException {
      Cursor cursor = right.scan(flipped(start), flipped(end), descending);
      return new Cursor() {
        @Override
        public boolean next() throws IOException {
          return cursor.next();
        }

        @Override
        public Bytes key() {
          return flipped(cursor.key());
        }

        @Override
        public Bytes value() {
          return cursor.value();
        }

        @Override
        public void close() {
          cursor.close();
        }
      };
    }
  }

  /// Applies the first change of a batch at once, under the batch's version, and the rest when next
  /// needed.
  private static final class HalfBatch extends Right {
    private List<Change> rest = List.of();

    HalfBatch(OrderedStore right) {
      super(right);
    }

    @Override
    public void apply(List<Change> batch, long version) throws IOException {
      complete();
      right.apply(batch.subList(0, 1), version);
      rest = List.copyOf(batch.subList(1, batch.size()));
    }

    private void complete() throws IOException {
      right.apply(rest, right.appliedVersion());
      rest = List.of();
    }

    @Override
    public Cursor scan(Bytes start, Bytes end, boolean descending) throws IOException {
      complete();
      return super.scan(start, end, descending);
    }
  }

  private static final class LazyFlush extends Right {
    LazyFlush(OrderedStore right) {
      super(right);
    }

    @Override
    public long flush() throws IOException {
      return right.appliedVersion();
    }
  }
}
