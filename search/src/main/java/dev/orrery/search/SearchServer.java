package dev.orrery.search;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.http.HttpServer;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcServer;
import dev.orrery.runtime.telemetry.TelemetryFilter;
import dev.orrery.search.core.SearchException;
import dev.orrery.search.core.feed.Feed;
import dev.orrery.search.core.index.IndexCatalog;
import dev.orrery.search.core.index.IndexDefinition;
import dev.orrery.search.core.index.ShardedIndex;
import dev.orrery.search.edge.grpc.SearchService;
import dev.orrery.search.edge.http.RestRoutes;
import dev.orrery.search.edge.log.FeedFollower;
import dev.orrery.search.engine.lucene.LuceneFolders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The search engine, assembled: indices on disk, the contract on port `grpc`, JSON on port `http`,
/// a follower for every feed, and one thread that refreshes and commits.
///
/// Closing goes from the outside in: servers, followers, upkeep, a last commit, the indices.
public final class SearchServer implements Component {
  private static final String FOLDER = "shards";

  private final SearchConfig config;
  private final ComponentContext context;
  private final List<Feed> feeds;
  private final EngineThreads threads;
  private final ShardedIndex.Settings settings;
  private @Nullable Running running;

  /// What exists between start and stop.
  private record Running(
      IndexCatalog catalog,
      List<FeedFollower> followers,
      Upkeep upkeep,
      RpcServer rpc,
      HttpServer http) {}

  /// Without feeds.
  public SearchServer(SearchConfig config, ComponentContext context) {
    this(config, context, Map.of(), FileDescriptorSet.getDefaultInstance());
  }

  /// @param feeds of the application; used when the configuration names none
  /// @param events describes the events that feeds name, each file after those it imports
  /// @throws ConfigurationException for a class or a feed that cannot be
  public SearchServer(
      SearchConfig config,
      ComponentContext context,
      Map<String, String> feeds,
      FileDescriptorSet events) {
    this.config = config;
    this.context = context;
    try {
      this.feeds = Feed.parse(config.feeds().isEmpty() ? feeds : config.feeds(), events);
    } catch (IllegalArgumentException wrong) {
      throw new ConfigurationException("'search.feeds': " + wrong.getMessage());
    }
    this.threads = new EngineThreads(context.instance(), config.threads());
    this.settings =
        new ShardedIndex.Settings(Algorithms.topK(config), config.statistics(), threads);
  }

  @Override
  public synchronized void start() throws IOException {
    if (running != null) {
      throw new IllegalStateException("already started");
    }
    IndexCatalog catalog =
        new IndexCatalog(
            context.data().disk(),
            new LuceneFolders(context.data().files().resolve(FOLDER), Algorithms.scorer(config)),
            settings,
            feeds.stream().map(Feed::name).collect(Collectors.toSet()));
    List<FeedFollower> followers = new ArrayList<>();
    RpcServer rpc = null;
    try {
      for (Feed feed : feeds) {
        IndexDefinition definition =
            new IndexDefinition(feed.name(), feed.schema(), config.shards());
        prepare(catalog, definition);
        followers.add(new FeedFollower(context, catalog, feed, definition));
      }
      rpc =
          RpcServer.builder(context)
              .service(new SearchService(catalog, config.shards(), index -> lags(followers, index)))
              .start();
      HttpServer.Builder routes =
          HttpServer.builder()
              .host(context.host())
              .port(context.port("http"))
              .filter(new TelemetryFilter(context))
              .eventLoops(context.eventLoops().group(), context.eventLoops().serverChannel());
      new RestRoutes(catalog, config.shards()).addTo(routes);
      HttpServer http = routes.build().start();
      Upkeep upkeep =
          new Upkeep(catalog, config.refreshInterval(), config.commitInterval(), context);
      upkeep.start();
      followers.forEach(FeedFollower::start);
      running = new Running(catalog, followers, upkeep, rpc, http);
    } catch (IOException | RuntimeException failure) {
      if (rpc != null) {
        rpc.kill();
      }
      catalog.close();
      threads.close();
      throw failure;
    }
  }

  /// What the log feeds can always be made again: a schema that changed is reason enough.
  private void prepare(IndexCatalog catalog, IndexDefinition definition) throws IOException {
    try {
      catalog.create(definition);
    } catch (SearchException.IndexExists changed) {
      context.log().info("the schema changed; built anew", "index", definition.name());
      catalog.delete(definition.name());
      catalog.create(definition);
    }
  }

  private static Map<String, Long> lags(List<FeedFollower> followers, String index) {
    return followers.stream()
        .filter(follower -> follower.index().equals(index))
        .findFirst()
        .map(FeedFollower::lags)
        .orElse(Map.of());
  }

  @Override
  public synchronized List<Endpoint> endpoints() {
    return running == null
        ? List.of()
        : List.of(
            new Endpoint("grpc", context.host(), running.rpc().port()),
            new Endpoint("http", context.host(), running.http().port()));
  }

  @Override
  public synchronized Health health() {
    if (running == null) {
      return Health.down("not running");
    }
    String failure = running.upkeep().failure();
    for (FeedFollower follower : running.followers()) {
      failure = failure.isEmpty() ? follower.failure() : failure;
    }
    if (!failure.isEmpty()) {
      return Health.down(failure);
    }
    return running.followers().stream().allMatch(FeedFollower::reachesTheLog)
        ? Health.healthy()
        : Health.degraded("misses log: what is new is not found");
  }

  @Override
  public synchronized void close() {
    if (running != null) {
      running.http().close();
      running.rpc().close();
      stop(running, true);
    }
  }

  @Override
  public synchronized void kill() {
    if (running != null) {
      running.http().kill();
      running.rpc().kill();
      stop(running, false);
    }
  }

  private void stop(Running stopped, boolean commit) {
    stopped.followers().forEach(FeedFollower::close);
    stopped.upkeep().close();
    try {
      if (commit) {
        for (ShardedIndex index : stopped.catalog().all()) {
          index.commit();
        }
      }
      stopped.catalog().close();
    } catch (IOException | RuntimeException failure) {
      context.log().warn("an index did not close well", "cause", failure);
    }
    threads.close();
    running = null;
  }
}
