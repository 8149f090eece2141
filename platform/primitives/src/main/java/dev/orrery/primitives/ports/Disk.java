package dev.orrery.primitives.ports;

import java.io.IOException;
import java.util.List;

/// A directory tree of append-mostly files. Names are relative, separated by `/`, without `.` or
/// `..`.
///
/// What survives a crash: the bytes of a file that were there at its last [DiskFile#force()], under
/// the name it had at the last [#forceDirectory(String)] of its directory. All else may be there
/// whole, in part, or not at all; of unforced appends any may be missing while later ones are there
/// (as zeros or garbage of the right length). An [IOException] from `force` means that nothing is
/// known of the bytes since the last success: the caller must stop, never retry (the "fsyncgate" of
/// 2018). Implementations are thread-safe; the calls block.
public interface Disk {
  /// Opens a file for reading and appending, creating it when missing. Missing parent directories
  /// are created.
  DiskFile open(String name) throws IOException;

  boolean exists(String name) throws IOException;

  /// Names (not paths) of the files and directories directly below `directory`, ascending; empty
  /// when there is none. The root is `""`.
  List<String> list(String directory) throws IOException;

  /// Renames atomically, replacing `to` if it is there. Durable after [#forceDirectory(String)].
  void rename(String from, String to) throws IOException;

  /// Deletes a file; a missing one is no error. Durable after [#forceDirectory(String)].
  void delete(String name) throws IOException;

  /// Makes creations, renames and deletions directly below `directory` durable.
  void forceDirectory(String directory) throws IOException;
}
