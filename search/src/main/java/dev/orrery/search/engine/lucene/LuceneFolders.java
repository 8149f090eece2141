package dev.orrery.search.engine.lucene;

import dev.orrery.search.core.document.Schema;
import dev.orrery.search.core.index.Shard;
import dev.orrery.search.core.index.ShardFactory;
import dev.orrery.search.core.scoring.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/// Shards as folders: `ROOT/INDEX/NUMBER`.
public final class LuceneFolders implements ShardFactory {
  private final Path root;
  private final Scorer scorer;

  public LuceneFolders(Path root, Scorer scorer) {
    this.root = root;
    this.scorer = scorer;
  }

  @Override
  public Shard open(String index, int number, Schema schema) throws IOException {
    Path folder = root.resolve(index).resolve(Integer.toString(number));
    Directory directory = FSDirectory.open(folder);
    try {
      return new LuceneShard(directory, schema, scorer);
    } catch (IOException | RuntimeException failure) {
      directory.close();
      throw failure;
    }
  }

  @Override
  public void delete(String index) throws IOException {
    Path folder = root.resolve(index);
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> inside;
    try (Stream<Path> files = Files.walk(folder)) {
      inside = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : inside) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public Set<String> indices() throws IOException {
    if (!Files.exists(root)) {
      return Set.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }
  }
}
