package dev.orrery.database.core.store;

import dev.orrery.database.core.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// A sorted map of byte strings, unsigned byte order, that takes atomic batches and survives a
/// crash at one of them. The swap point `database.store`.
///
/// What an implementation keeps true:
///
/// * a scan meets exactly the entries from `start` (inclusive) to `end` (exclusive), in order;
/// * after a crash, the store holds the effect of all batches up to and including the one applied
///   with [#appliedVersion()], and of none after it; never half a batch;
/// * that version is at least what the last [#flush()] returned.
///
/// One thread applies; scans and a flush may run beside it on other threads.
///
/// An implementation to be swapped in has a public constructor `(Disk disk) throws IOException`,
/// which finds what an earlier instance flushed to that disk.
public interface OrderedStore extends Closeable {
  /// Applies a batch, in the order of the list (of two changes of one key the later one wins), and
  /// remembers `version` with it.
  ///
  /// @param version never less than that of the batch before
  /// @throws IOException when the medium fails; the batch is applied whole or not at all
  void apply(List<Change> batch, long version) throws IOException;

  /// Opens a cursor on the entries from `start` (inclusive) to `end` (exclusive; empty means
  /// without end).
  Cursor scan(Bytes start, Bytes end, boolean descending) throws IOException;

  /// The version of the last batch applied, 0 before the first.
  long appliedVersion() throws IOException;

  /// Makes all batches applied before this call durable, and returns the version of the last of
  /// them. May take long; batches may be applied meanwhile.
  long flush() throws IOException;
}
