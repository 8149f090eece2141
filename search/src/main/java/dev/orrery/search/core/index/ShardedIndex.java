package dev.orrery.search.core.index;

import dev.orrery.search.core.SearchException;
import dev.orrery.search.core.document.Document;
import dev.orrery.search.core.document.FieldType;
import dev.orrery.search.core.document.Schema;
import dev.orrery.search.core.query.Query;
import dev.orrery.search.core.query.QueryCheck;
import dev.orrery.search.core.ranking.Hit;
import dev.orrery.search.core.ranking.TopK;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// One index over its shards: a write goes to the shard of its id, a question to all of them.
///
/// ```
///                       ┌──► shard 0 ──┐  statistics    ┌──► shard 0 ──┐  hits      fetch from
///   query ── scatter ───┤              ├──── sum ───────┤              ├── TopK ──► the shards
///                       └──► shard 1 ──┘                └──► shard 1 ──┘            of the page
///                        phase 1                         phase 2                    phase 3
/// ```
///
/// Thread-safe.
public final class ShardedIndex {
  /// Distinct values of a field that a shard counts or completes, at most.
  public static final int MAXIMUM_VALUES = 10_000;

  /// How an index is run, the same for all of them.
  ///
  /// @param scope whose statistics scores are made from
  public record Settings(TopK topK, StatisticsScope scope, EngineWork threads) {}

  private final IndexDefinition definition;
  private final List<Shard> shards;
  private final Settings settings;
  private final Routing routing;
  private final GroupCommit commits = new GroupCommit(this::commitShards);
  private final ConcurrentMap<String, Long> offsets = new ConcurrentHashMap<>();
  private volatile boolean closed;

  ShardedIndex(IndexDefinition definition, List<Shard> shards, Settings settings) {
    this.definition = definition;
    this.shards = List.copyOf(shards);
    this.settings = settings;
    this.routing = new Routing(definition.shards());
    offsets.putAll(recovered());
  }

  /// A partition is read again from where the shard that is farthest behind stands; replacing a
  /// document by itself changes nothing, so the others may see it twice.
  private Map<String, Long> recovered() {
    Map<String, Long> lowest = new HashMap<>(shards.getFirst().committedOffsets());
    for (Shard shard : shards) {
      Map<String, Long> committed = shard.committedOffsets();
      lowest.keySet().retainAll(committed.keySet());
      lowest.replaceAll(
          (partition, offset) -> Math.min(offset, committed.getOrDefault(partition, offset)));
    }
    return lowest;
  }

  public IndexDefinition definition() {
    return definition;
  }

  private Schema schema() {
    return definition.schema();
  }

  /// Replaces or adds documents. Returns when they are on disk.
  ///
  /// @throws SearchException.Unfit when one is not of the schema; then none is written
  public void put(List<Document> documents) throws IOException {
    documents.forEach(schema()::check);
    admit(() -> {
      apply(documents);
      commits.join();
      return true;
    });
  }

  /// Deletes documents. Returns when that is on disk.
  public void delete(List<String> ids) throws IOException {
    admit(() -> {
      List<List<String>> parts = routing.split(ids, id -> id);
      eachShard(number -> {
        shards.get(number).delete(parts.get(number));
        return true;
      });
      commits.join();
      return true;
    });
  }

  /// Takes what a partition of the log held up to an offset; it is on disk after the next
  /// [#commit()], and is read again when that does not come to pass.
  ///
  /// @param next the offset after the last of the records
  public void feed(String partition, List<Document> documents, long next) throws IOException {
    documents.forEach(schema()::check);
    guarded(() -> {
      apply(documents);
      return true;
    });
    offsets.put(partition, next);
  }

  /// The next offset to read of a partition; 0 when none was read.
  public long offset(String partition) {
    return offsets.getOrDefault(partition, 0L);
  }

  public Map<String, Long> offsets() {
    return Map.copyOf(offsets);
  }

  private void apply(List<Document> documents) throws IOException {
    List<List<Document>> parts = routing.split(documents, Document::id);
    eachShard(number -> {
      if (!parts.get(number).isEmpty()) {
        shards.get(number).put(parts.get(number));
      }
      return true;
    });
  }

  /// Forces everything written before the call to disk.
  public void commit() throws IOException {
    guarded(() -> {
      commits.join();
      return true;
    });
  }

  /// The offsets are read first: what they cover has been put, and what is put meanwhile may be
  /// read again.
  private void commitShards() throws IOException {
    Map<String, Long> covered = Map.copyOf(offsets);
    eachShard(number -> {
      shards.get(number).commit(covered);
      return true;
    });
  }

  /// What was written before is found after.
  public void refresh() throws IOException {
    guarded(() ->
        eachShard(number -> {
          shards.get(number).refresh();
          return true;
        }));
  }

  public List<ShardSize> sizes() throws IOException {
    return guarded(() -> eachShard(number -> shards.get(number).size()));
  }

  /// @throws SearchException.Invalid for what cannot be asked of this schema
  public SearchResult search(SearchRequest request) throws IOException {
    check(request);
    return admit(() -> {
      try (Views views = new Views()) {
        List<QueryStatistics> statistics = statistics(views, request.query());
        int window = Math.max(1, request.from() + request.size());
        List<ShardHits> found =
            eachShard(number ->
                views
                    .get(number)
                    .search(
                        request.query(),
                        statistics.get(number),
                        request.order(),
                        request.after(),
                        window));
        List<Hit> merged =
            settings
                .topK()
                .merge(found.stream().map(ShardHits::hits).toList(), request.after(), window);
        int end = Math.min(merged.size(), request.from() + request.size());
        List<Hit> page = merged.subList(Math.min(request.from(), end), end);
        return new SearchResult(
            fetch(views, request, statistics, page),
            found.stream().mapToLong(ShardHits::total).sum());
      }
    });
  }

  private void check(SearchRequest request) {
    QueryCheck.check(request.query(), schema());
    if (request.size() < 0 || request.size() > SearchRequest.MAXIMUM_SIZE) {
      throw new SearchException.Invalid(
          "size", "is " + request.size() + "; at most " + SearchRequest.MAXIMUM_SIZE);
    }
    if (request.from() < 0 || request.from() + request.size() > SearchRequest.MAXIMUM_WINDOW) {
      throw new SearchException.Invalid(
          "from",
          "from + size is "
              + ((long) request.from() + request.size())
              + "; at most "
              + SearchRequest.MAXIMUM_WINDOW
              + " is allowed: go on after the last hit instead");
    }
    if (!request.order().byScore()) {
      schema()
          .require(
              "sort", request.order().field(), "an integer or date field", FieldType::isNumeric);
    }
    for (String field : request.highlight()) {
      schema().require("highlight", field, "a text field", type -> type == FieldType.TEXT);
    }
  }

  /// The statistics each shard shall score with, by its number.
  private List<QueryStatistics> statistics(Views views, Query query) throws IOException {
    List<QueryStatistics> own = eachShard(number -> views.get(number).statistics(query));
    if (settings.scope() == StatisticsScope.LOCAL) {
      return own;
    }
    QueryStatistics sum = QueryStatistics.sum(own);
    return own.stream().map(_ -> sum).toList();
  }

  private List<SearchResult.Entry> fetch(
      Views views, SearchRequest request, List<QueryStatistics> statistics, List<Hit> page)
      throws IOException {
    List<List<Hit>> parts = routing.split(page, Hit::id);
    Map<String, Found> found = new HashMap<>();
    eachShard(number ->
            views
                .get(number)
                .fetch(
                    parts.get(number).stream().map(Hit::id).toList(),
                    request.query(),
                    statistics.get(number),
                    request.highlight(),
                    !request.idsOnly()))
        .forEach(found::putAll);
    List<SearchResult.Entry> entries = new ArrayList<>();
    for (Hit hit : page) {
      Found document = found.get(hit.id());
      if (document == null) {
        throw new IllegalStateException("'" + hit.id() + "' was found and cannot be fetched");
      }
      entries.add(new SearchResult.Entry(hit, document));
    }
    return entries;
  }

  /// The document of that id as of the last refresh; empty when there is none.
  public Optional<Document> get(String id) throws IOException {
    return admit(() -> {
      try (ShardView view = shards.get(routing.shardOf(id)).view()) {
        Query all = new Query.MatchAll();
        List<Map<String, Found>> found =
            settings
                .threads()
                .all(
                    List.of(() ->
                        view.fetch(List.of(id), all, QueryStatistics.EMPTY, List.of(), true)));
        return Optional.ofNullable(found.getFirst().get(id)).map(Found::document);
      }
    });
  }

  /// How many of the documents that match hold each value of a keyword field.
  public Facets facets(Query query, String field, int size) throws IOException {
    QueryCheck.check(query, schema());
    schema().require("field", field, "a keyword field", FieldType::isKeyword);
    return admit(() -> {
      try (Views views = new Views()) {
        List<QueryStatistics> statistics = statistics(views, query);
        List<ValueCounts> counted =
            eachShard(number ->
                views.get(number).counts(query, statistics.get(number), field, MAXIMUM_VALUES));
        Map<String, Long> sum = sum(counted.stream().map(ValueCounts::counts).toList());
        return new Facets(
            largest(sum, size),
            sum.size(),
            sum.values().stream().mapToLong(Long::longValue).sum(),
            counted.stream().mapToLong(ValueCounts::total).sum());
      }
    });
  }

  /// Values of a keyword field that begin with `prefix`, the most frequent first.
  public List<Facets.Bucket> suggest(String field, String prefix, int size) throws IOException {
    schema().require("field", field, "a keyword field", FieldType::isKeyword);
    return admit(() -> {
      try (Views views = new Views()) {
        List<Map<String, Long>> values =
            eachShard(number -> views.get(number).valuesFrom(field, prefix, MAXIMUM_VALUES));
        return largest(sum(values), size);
      }
    });
  }

  private static Map<String, Long> sum(List<? extends Map<String, Long>> parts) {
    Map<String, Long> sum = new HashMap<>();
    parts.forEach(part -> part.forEach((value, count) -> sum.merge(value, count, Long::sum)));
    return sum;
  }

  private static List<Facets.Bucket> largest(Map<String, Long> counts, int size) {
    return counts.entrySet().stream()
        .map(entry -> new Hit(entry.getKey(), entry.getValue()))
        .sorted()
        .limit(size)
        .map(hit -> new Facets.Bucket(hit.id(), (long) hit.rank()))
        .toList();
  }

  private interface ShardTask<T> {
    T run(int shard) throws IOException;
  }

  private <T> List<T> eachShard(ShardTask<T> task) throws IOException {
    List<Callable<T>> tasks = new ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      int number = i;
      tasks.add(() -> task.run(number));
    }
    return settings.threads().all(tasks);
  }

  private <T> T admit(Callable<T> request) throws IOException {
    return settings.threads().admit(() -> guarded(request));
  }

  /// A shard that was closed under a request says so by an exception of its engine; the index is
  /// gone, and that is what the caller is told.
  private <T> T guarded(Callable<T> request) throws IOException {
    if (closed) {
      throw new SearchException.UnknownIndex(definition.name());
    }
    try {
      return request.call();
    } catch (IllegalStateException failure) {
      if (closed) {
        throw new SearchException.UnknownIndex(definition.name());
      }
      throw failure;
    } catch (IOException | RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// Forgets what was not committed. Idempotent.
  void close() throws IOException {
    closed = true;
    eachShard(number -> {
      shards.get(number).close();
      return true;
    });
  }

  /// A view of every shard.
  private final class Views implements AutoCloseable {
    private final List<ShardView> views = new ArrayList<>();

    Views() throws IOException {
      try {
        for (Shard shard : shards) {
          views.add(shard.view());
        }
      } catch (IOException | RuntimeException failure) {
        close();
        throw failure;
      }
    }

    ShardView get(int number) {
      return views.get(number);
    }

    @Override
    public void close() throws IOException {
      for (ShardView view : views) {
        view.close();
      }
    }
  }
}
