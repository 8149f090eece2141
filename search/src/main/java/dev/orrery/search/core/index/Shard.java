package dev.orrery.search.core.index;

import dev.orrery.search.core.document.Document;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// A part of an index, as an engine holds it: the port behind which Lucene stands.
///
/// Thread-safe. The calls block on disk; they are made on [EngineWork].
public interface Shard {
  /// Each document replaces the one of its id. Found after the next [#refresh()], on disk after the
  /// next [#commit].
  void put(List<Document> documents) throws IOException;

  /// Ids that are not there are no error.
  void delete(List<String> ids) throws IOException;

  /// Forces to disk, in one atomic step, everything put and deleted before the call, and the
  /// offsets with it. A failure leaves the shard unusable: what is on disk is what the last success
  /// wrote.
  ///
  /// @param offsets where in the log the documents end that were put, by partition
  void commit(Map<String, Long> offsets) throws IOException;

  /// The offsets of the last commit.
  Map<String, Long> committedOffsets();

  /// What was put before the call is seen by views opened after it.
  void refresh() throws IOException;

  /// The shard as of the last refresh, unchanging; to be closed.
  ShardView view() throws IOException;

  ShardSize size() throws IOException;

  /// Forgets what was not committed, and frees files. Idempotent.
  void close() throws IOException;
}
