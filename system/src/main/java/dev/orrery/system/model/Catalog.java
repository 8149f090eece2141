package dev.orrery.system.model;

import dev.orrery.apigateway.ApiGatewayConfig;
import dev.orrery.apigateway.ApiGatewayServer;
import dev.orrery.cache.CacheConfig;
import dev.orrery.cache.CacheServer;
import dev.orrery.database.DatabaseConfig;
import dev.orrery.database.DatabaseServer;
import dev.orrery.dns.DnsConfig;
import dev.orrery.dns.DnsServer;
import dev.orrery.identity.IdentityConfig;
import dev.orrery.identity.IdentityServer;
import dev.orrery.loadbalancer.LoadBalancerConfig;
import dev.orrery.loadbalancer.LoadBalancerServer;
import dev.orrery.log.LogConfig;
import dev.orrery.log.LogServer;
import dev.orrery.objectstore.ObjectStoreConfig;
import dev.orrery.objectstore.ObjectStoreServer;
import dev.orrery.queue.QueueConfig;
import dev.orrery.queue.QueueServer;
import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.search.SearchConfig;
import dev.orrery.search.SearchServer;
import dev.orrery.social.SocialConfig;
import dev.orrery.social.posts.PostServer;
import dev.orrery.social.relay.RelayServer;
import dev.orrery.social.timelines.TimelineServer;
import dev.orrery.social.users.UserServer;
import dev.orrery.social.web.WebServer;
import dev.orrery.social.worker.WorkerServer;
import dev.orrery.tracing.TracingConfig;
import dev.orrery.tracing.TracingServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/// Every kind of component there is.
public final class Catalog {
  private static final String SOCIAL = "social";

  private final SequencedMap<String, ComponentKind> kinds = new LinkedHashMap<>();

  public Catalog() {
    List<String> grpc = List.of("grpc");
    List<String> http = List.of("grpc", "http");
    add(
        ComponentKind.of(
            "dns", "dns", DnsConfig.class, List.of("grpc", "dns", "resolver"), DnsServer::new));
    add(
        ComponentKind.of(
            "loadbalancer",
            "loadbalancer",
            LoadBalancerConfig.class,
            http,
            LoadBalancerServer::new));
    add(
        ComponentKind.of(
            "apigateway",
            "apigateway",
            ApiGatewayConfig.class,
            http,
            (config, context) -> new ApiGatewayServer(config, context, PublicApi.descriptors())));
    add(ComponentKind.of("identity", "identity", IdentityConfig.class, http, IdentityServer::new));
    add(ComponentKind.of("log", "log", LogConfig.class, grpc, LogServer::new));
    add(ComponentKind.of("queue", "queue", QueueConfig.class, grpc, QueueServer::new));
    add(
        ComponentKind.of(
            "cache", "cache", CacheConfig.class, List.of("grpc", "resp"), CacheServer::new));
    add(ComponentKind.of("database", "database", DatabaseConfig.class, grpc, DatabaseServer::new));
    add(
        ComponentKind.of(
            "objectstore",
            "objectstore",
            ObjectStoreConfig.class,
            List.of("grpc", "s3"),
            ObjectStoreServer::new));
    add(ComponentKind.of("tracing", "tracing", TracingConfig.class, http, TracingServer::new));
    add(
        ComponentKind.of(
            "search",
            "search",
            SearchConfig.class,
            http,
            (config, context) ->
                new SearchServer(config, context, SearchFeeds.STANDARD, PublicApi.descriptors())));
    add(ComponentKind.of("users", SOCIAL, SocialConfig.class, grpc, UserServer::new));
    add(ComponentKind.of("posts", SOCIAL, SocialConfig.class, grpc, PostServer::new));
    add(ComponentKind.of("relay", SOCIAL, SocialConfig.class, grpc, RelayServer::new));
    add(ComponentKind.of("timelines", SOCIAL, SocialConfig.class, grpc, TimelineServer::new));
    add(ComponentKind.of("worker", SOCIAL, SocialConfig.class, grpc, WorkerServer::new));
    add(ComponentKind.of("web", SOCIAL, SocialConfig.class, http, WebServer::new));
  }

  private void add(ComponentKind kind) {
    kinds.put(kind.name(), kind);
  }

  /// @throws ConfigurationException naming those there are
  public ComponentKind kind(String name) {
    ComponentKind kind = kinds.get(name);
    if (kind == null) {
      throw new ConfigurationException(
          "there is no component '"
              + name
              + "'; there are "
              + String.join(", ", kinds.sequencedKeySet()));
    }
    return kind;
  }

  public SequencedMap<String, ComponentKind> kinds() {
    return kinds;
  }

  /// The configuration sections of all kinds.
  public Set<String> sections() {
    Set<String> sections = new TreeSet<>();
    kinds.values().forEach(kind -> sections.add(kind.section()));
    return sections;
  }
}
