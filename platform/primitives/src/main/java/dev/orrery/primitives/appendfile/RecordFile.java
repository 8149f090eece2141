package dev.orrery.primitives.appendfile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A file that only grows, record by record, and comes back after a crash.
///
/// Opening recovers: what was forced is there, what was not may be missing from some record on,
/// never in between. Where the medium has damaged what was forced, the record is reported and those
/// after it stay readable.
///
/// An implementation to be swapped in has a public constructor `(Disk disk, String name) throws
/// IOException`, which opens or creates. Thread-safe.
public interface RecordFile extends Closeable {
  /// Appends a record; it survives a crash once [#force()] has returned.
  ///
  /// @param payload its remaining bytes are the record; may be empty
  /// @return the record's position, ascending in the order of appends
  /// @throws IllegalArgumentException when the record is larger than the file allows
  /// @throws IOException when the disk fails; the file then refuses all further writes
  long append(ByteBuffer payload) throws IOException;

  /// Makes every record appended before this call durable. Appends may go on meanwhile.
  ///
  /// @throws IOException when the disk fails: nothing is known then of what was not durable before,
  ///   and the file refuses all further writes
  void force() throws IOException;

  /// Hands every record from `position` on to the visitor, in order, up to those appended before
  /// this call, with the damage between them.
  ///
  /// @param position 0, or the position of a record
  void scan(long position, Visitor visitor) throws IOException;

  /// Receives what a scan finds.
  interface Visitor {
    /// @param position where the record starts
    /// @param payload its bytes, read-only, valid during this call
    void record(long position, ByteBuffer payload) throws IOException;

    /// Forced bytes that cannot be read any more.
    void damage(Damage damage) throws IOException;
  }

  /// A stretch of a file that was durable once and is no record now.
  ///
  /// @param position its first byte
  /// @param length in bytes: of one record when its header is intact, else up to the next record
  ///   that can be recognised
  /// @param reason what was found there, in words
  record Damage(long position, long length, String reason) {}
}
