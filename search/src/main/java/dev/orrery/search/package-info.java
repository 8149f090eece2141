/// The search engine: documents in; ranked hits, facets and suggestions out; fed by the log.
///
/// **Why.** A database finds what one knows the key of. People know a few words, perhaps misspelt,
/// and want the best ten of a million. That needs the data turned around, from word to documents
/// (an inverted index), and a measure of how well a document answers.
///
/// ```
///   log ──post-created──► edge/log          core/index                       engine/lucene
///                         Feed: event ─┐    ShardedIndex                    ┌─► shard 0
///   gRPC, JSON ──documents─────────────┴──► routing by hash of the id ──────┤     segments,
///                                                                           └─► shard 1 offsets
///   gRPC, JSON ──query──► 1. scatter: what do you know of these words?  ◄──────┐
///                         2. sum, scatter: score with the whole's numbers ◄────┤
///                         3. TopK merges; the page's documents are fetched ◄───┘
/// ```
///
/// **The index is a copy.** What the log feeds has its truth in the log. The offset up to which the
/// index holds it is part of the engine's commit: documents and offset change on disk in one step.
/// After a crash reading goes on from there, and what is read twice replaces itself. Delete the
/// folder, and the index is made again, the same. So nothing waits for search: a post is
/// acknowledged when the log has it, and is found a moment later.
///
/// **Scores of the whole.** How much a word weighs depends on how rare it is, and rare means in all
/// documents, not in those that a hash sent to this shard. A round more collects the numbers first;
/// then one shard or two give the same scores, and hits of different shards can be compared.
///
/// **Found soon, forced sometimes.** A refresh makes what was written visible without forcing it to
/// disk; a commit forces it. The first is cheap and frequent, the second is not. Callers who write
/// by themselves are answered after a commit, which all who wait share.
///
/// Invariants:
///
/// * a document is in the shard of its id's hash, once;
/// * what was acknowledged to a caller is on disk; what the log fed is on disk, or is read again;
/// * hits come in one total order (rank, then id): a page after another repeats and leaves out
///   nothing of an index that does not change;
/// * with the statistics of the whole, order and scores do not depend on the number of shards, as
///   long as no replaced document waits for its segment to be merged.
///
/// What fails, and how: without the log, search answers from what it has and says that it misses
/// the log; a failed write of the disk stops indexing (what is on disk is whole) and turns health
/// down; a record that is no event is counted, logged and passed over.
///
/// Reading order: `core.document`, `core.query.Query`, `core.scoring.Bm25`,
/// `core.ranking.HeapTopK`, `core.index.ShardedIndex`, `engine.lucene`, `core.feed.Feed`,
/// `edge.log.PartitionFollower`, `edge.grpc.SearchService`, `edge.http.RestRoutes`,
/// [dev.orrery.search.SearchServer].
@NullMarked
package dev.orrery.search;

import org.jspecify.annotations.NullMarked;
