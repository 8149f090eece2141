package dev.orrery.search.engine.lucene;

import dev.orrery.search.core.document.Document;
import dev.orrery.search.core.document.Schema;
import dev.orrery.search.core.index.Shard;
import dev.orrery.search.core.index.ShardSize;
import dev.orrery.search.core.index.ShardView;
import dev.orrery.search.core.scoring.Scorer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.store.Directory;

/// One shard in one Lucene directory. Thread-safe, as writer and searcher manager are.
public final class LuceneShard implements Shard {
  /// New documents of a shard that wait in memory for a segment, at most.
  private static final double BUFFER_MEBIBYTES = 16;

  private static final String OFFSET = "offset:";

  private final Directory directory;
  private final Schema schema;
  private final Analyzer analyzer;
  private final Similarity similarity;
  private final DocumentTranslation documents;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Map<String, Long> committed;

  /// Opens what the directory holds, or begins a shard in it. Closes the directory when it is
  /// closed.
  public LuceneShard(Directory directory, Schema schema, Scorer scorer) throws IOException {
    this.directory = directory;
    this.schema = schema;
    this.analyzer = Analyzers.of(schema);
    this.similarity = new ScorerSimilarity(scorer);
    this.documents = new DocumentTranslation(schema);
    this.writer =
        new IndexWriter(
            directory,
            new IndexWriterConfig(analyzer)
                .setSimilarity(similarity)
                .setRAMBufferSizeMB(BUFFER_MEBIBYTES)
                .setCommitOnClose(false));
    this.searchers = new SearcherManager(writer, null);
    this.committed = offsets();
  }

  private Map<String, Long> offsets() throws IOException {
    Map<String, Long> offsets = new HashMap<>();
    if (DirectoryReader.indexExists(directory)) {
      SegmentInfos.readLatestCommit(directory)
          .getUserData()
          .forEach((key, value) -> {
            if (key.startsWith(OFFSET)) {
              offsets.put(key.substring(OFFSET.length()), Long.parseLong(value));
            }
          });
    }
    return Map.copyOf(offsets);
  }

  @Override
  public void put(List<Document> added) throws IOException {
    for (Document document : added) {
      writer.updateDocument(
          new Term(DocumentTranslation.ID, document.id()), documents.toLucene(document));
    }
  }

  @Override
  public void delete(List<String> ids) throws IOException {
    if (!ids.isEmpty()) {
      writer.deleteDocuments(
          ids.stream().map(id -> new Term(DocumentTranslation.ID, id)).toArray(Term[]::new));
    }
  }

  @Override
  public void commit(Map<String, Long> offsets) throws IOException {
    Map<String, String> data = new HashMap<>();
    offsets.forEach((partition, offset) -> data.put(OFFSET + partition, Long.toString(offset)));
    writer.setLiveCommitData(data.entrySet(), !data.equals(liveData()));
    writer.commit();
  }

  /// Offsets that have not moved are no reason to write.
  private Map<String, String> liveData() {
    Map<String, String> data = new HashMap<>();
    Iterable<Map.Entry<String, String>> live = writer.getLiveCommitData();
    if (live != null) {
      live.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
    }
    return data;
  }

  @Override
  public Map<String, Long> committedOffsets() {
    return committed;
  }

  @Override
  public void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  @Override
  public ShardView view() throws IOException {
    IndexSearcher borrowed = searchers.acquire();
    return new LuceneView(
        borrowed.getIndexReader(), schema, analyzer, similarity, () -> searchers.release(borrowed));
  }

  @Override
  public ShardSize size() throws IOException {
    IndexSearcher borrowed = searchers.acquire();
    try {
      IndexReader reader = borrowed.getIndexReader();
      long bytes = 0;
      for (String file : directory.listAll()) {
        bytes += length(file);
      }
      return new ShardSize(
          reader.numDocs(), reader.numDeletedDocs(), reader.leaves().size(), bytes);
    } finally {
      searchers.release(borrowed);
    }
  }

  /// A merge may remove a file between its listing and now.
  private long length(String file) throws IOException {
    try {
      return directory.fileLength(file);
    } catch (java.nio.file.NoSuchFileException | java.io.FileNotFoundException removed) {
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    searchers.close();
    writer.rollback();
    directory.close();
  }
}
