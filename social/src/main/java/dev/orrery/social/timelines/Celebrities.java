package dev.orrery.social.timelines;

import com.google.protobuf.ByteString;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.cache.v1.SortedListRangeResponse;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.Row;
import dev.orrery.database.v1.ScanRequest;
import dev.orrery.database.v1.ScanResponse;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.social.SocialConfig;
import dev.orrery.social.cached.CacheKeys;
import dev.orrery.social.cached.CachedList;
import dev.orrery.social.service.Calls;
import dev.orrery.social.storage.Keys;
import dev.orrery.social.storage.Tables;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The authors who have reached the fan-out threshold once. Whoever is marked stays so: a reader
/// that merges one author too many is still right, one too few is not.
///
/// The truth is table `timelines_celebrities` (author → nothing); a [CachedList] holds a copy, and
/// every timeline service keeps that in memory and looks again each `social.celebrity-refresh`, so
/// that a cached read costs no call for it. When there are more than [#MAXIMUM_CACHED] authors the
/// copy is not complete, and the table is asked instead. At most [#MAXIMUM] authors. Thread-safe.
public final class Celebrities {
  /// One page of the cache.
  public static final int MAXIMUM_CACHED = 9_000;

  /// What a timeline service keeps in memory.
  public static final int MAXIMUM = 1_000_000;

  private static final String TABLE = "timelines_celebrities";

  private final SocialConfig config;
  private final ComponentContext context;
  private final Tables tables;
  private final CachedList lists;
  private final CacheGrpc.CacheFutureStub cache;
  private volatile @Nullable Set<Long> known;

  public Celebrities(SocialConfig config, ComponentContext context, Tables tables) {
    Channel channel = context.channels().channel(Calls.target("cache"));
    this.config = config;
    this.context = context;
    this.tables = tables;
    this.lists = new CachedList(channel, config.cacheTtl());
    this.cache = CacheGrpc.newFutureStub(channel);
  }

  /// Marks an author, for good. First the row, then the cached list: a reader that fills the list
  /// meanwhile sees one or the other.
  public void mark(long author) {
    tables.commit(
        CommitRequest.newBuilder()
            .addMutations(Tables.put(TABLE, Keys.of(author), ByteString.EMPTY))
            .build());
    Calls.join(
        cache.sortedListAdd(
            CachedList.addIfPresent(
                CacheKeys.CELEBRITIES, new CachedList.Entry(author, 0), MAXIMUM_CACHED)));
  }

  /// Those known here, at most one refresh period old.
  Set<Long> current() {
    Set<Long> now = known;
    return now == null ? refresh() : now;
  }

  /// Looks again and again until interrupted.
  void keepFresh() {
    try {
      while (true) {
        try {
          refresh();
        } catch (StatusRuntimeException unreachable) {
          // What is known stays; the health of the service tells who is missing.
          Thread.sleep(config.celebrityRefresh());
        }
        Thread.sleep(config.celebrityRefresh());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<Long> refresh() {
    Set<Long> found;
    try {
      found = cached();
    } catch (StatusRuntimeException noCache) {
      found = Set.copyOf(stored());
    }
    known = found;
    return found;
  }

  private Set<Long> cached() {
    SortedListRangeResponse answer = Calls.join(lists.ask(CacheKeys.CELEBRITIES, MAXIMUM_CACHED));
    Optional<CachedList.Found> found = CachedList.found(answer, MAXIMUM_CACHED);
    if (found.isPresent() && found.get().complete()) {
      Set<Long> authors = new HashSet<>();
      found.get().entries().forEach(entry -> authors.add(entry.id()));
      return Set.copyOf(authors);
    }
    CachedList.Fill fill = lists.begin(CacheKeys.CELEBRITIES, answer);
    List<Long> authors = stored();
    lists.finish(
        fill,
        authors.stream()
            .limit(MAXIMUM_CACHED)
            .map(author -> new CachedList.Entry(author, 0))
            .toList(),
        authors.size() <= MAXIMUM_CACHED,
        MAXIMUM_CACHED);
    return Set.copyOf(authors);
  }

  private List<Long> stored() {
    List<Long> authors = new ArrayList<>();
    while (true) {
      long after = authors.isEmpty() ? 0 : authors.getLast();
      ScanResponse page =
          Calls.join(
              tables.scan(
                  ScanRequest.newBuilder()
                      .setTable(TABLE)
                      .setStart(Keys.of(after + 1))
                      .setLimit(MAXIMUM_CACHED)
                      .build()));
      for (Row row : page.getRowsList()) {
        authors.add(Keys.at(row.getKey(), 0));
      }
      if (page.getComplete()) {
        return authors;
      }
      if (authors.size() >= MAXIMUM) {
        context
            .log()
            .error("more authors over the threshold than are looked at", null, "maximum", MAXIMUM);
        return authors;
      }
    }
  }
}
