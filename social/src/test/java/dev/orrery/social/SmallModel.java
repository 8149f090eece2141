package dev.orrery.social;

import dev.orrery.cache.CacheConfig;
import dev.orrery.cache.CacheServer;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.cache.v1.DeleteRequest;
import dev.orrery.database.DatabaseConfig;
import dev.orrery.database.DatabaseServer;
import dev.orrery.identity.IdentityConfig;
import dev.orrery.identity.IdentityServer;
import dev.orrery.identity.v1.IdentityAdminGrpc;
import dev.orrery.identity.v1.ImportAccountRequest;
import dev.orrery.log.LogConfig;
import dev.orrery.log.LogServer;
import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.rpc.Caller;
import dev.orrery.runtime.rpc.Credentials;
import dev.orrery.runtime.telemetry.TelemetryConfig;
import dev.orrery.social.cached.CacheKeys;
import dev.orrery.social.posts.PostServer;
import dev.orrery.social.posts.v1.CreatePostRequest;
import dev.orrery.social.posts.v1.Post;
import dev.orrery.social.posts.v1.PostServiceGrpc;
import dev.orrery.social.relay.RelayServer;
import dev.orrery.social.timelines.TimelineServer;
import dev.orrery.social.timelines.v1.GetHomeTimelineRequest;
import dev.orrery.social.timelines.v1.GetHomeTimelineResponse;
import dev.orrery.social.timelines.v1.TimelineServiceGrpc;
import dev.orrery.social.users.UserServer;
import dev.orrery.social.users.v1.FollowRequest;
import dev.orrery.social.users.v1.UnfollowRequest;
import dev.orrery.social.users.v1.UserServiceGrpc;
import dev.orrery.social.web.WebServer;
import dev.orrery.social.worker.WorkerServer;
import io.grpc.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

/// The social services with the real components they need, in this JVM, over loopback sockets.
final class SmallModel implements AutoCloseable {
  private static final Set<String> USER = Set.of("user");

  private final Path folder;
  private final SocialConfig config;
  private final Credentials credentials = Credentials.generated();
  private final Map<String, String> addresses = new HashMap<>();
  private final Map<String, Component> components = new HashMap<>();
  private final List<String> order = new ArrayList<>();
  private final List<ComponentContext> contexts = new ArrayList<>();
  private final Map<String, BiFunction<SocialConfig, ComponentContext, Component>> constructors =
      new HashMap<>();
  private ComponentContext client;

  SmallModel(Path folder, SocialConfig config) throws Exception {
    this.folder = folder;
    this.config = config;
    Configuration defaults = Configuration.empty();
    start(
        "database-1",
        (_, context) ->
            new DatabaseServer(defaults.bind("database", DatabaseConfig.class), context));
    start("log-1", (_, context) -> new LogServer(defaults.bind("log", LogConfig.class), context));
    start(
        "cache-1",
        (_, context) -> new CacheServer(defaults.bind("cache", CacheConfig.class), context));
    start(
        "identity-1",
        (_, context) ->
            new IdentityServer(defaults.bind("identity", IdentityConfig.class), context));
    start("users-1", UserServer::new);
    start("posts-1", PostServer::new);
    start("timelines-1", TimelineServer::new);
    start("relay-1", RelayServer::new);
    start("worker-1", WorkerServer::new);
    client = context("client-1", 0);
  }

  /// A timeline service that asks for follows at this address, in place of the one that runs.
  void startTimelinesBehind(String users) throws Exception {
    String real = target("users");
    addresses.put("users", users);
    start("timelines-2", TimelineServer::new);
    addresses.put("users", real);
    client = context("client-2", 0);
  }

  /// Starts a killed instance again, at the port it had.
  void restart(String instance) throws Exception {
    String address = target(service(instance));
    Component component =
        constructor(instance)
            .apply(
                config,
                context(
                    instance, Integer.parseInt(address.substring(address.lastIndexOf(':') + 1))));
    component.start();
    components.put(instance, component);
  }

  private String target(String service) {
    String address = addresses.get(service);
    if (address == null) {
      throw new IllegalArgumentException(service);
    }
    return address;
  }

  private BiFunction<SocialConfig, ComponentContext, Component> constructor(String instance) {
    BiFunction<SocialConfig, ComponentContext, Component> known = constructors.get(instance);
    if (known == null) {
      throw new IllegalArgumentException(instance);
    }
    return known;
  }

  void startSecondWorker() throws Exception {
    start("worker-2", WorkerServer::new);
  }

  void startFirstWorker() throws Exception {
    start("worker-1", WorkerServer::new);
  }

  /// The web tier's address.
  Endpoint startWeb(String instance) throws Exception {
    return start(instance, WebServer::new).stream()
        .filter(endpoint -> endpoint.name().equals("http"))
        .findFirst()
        .orElseThrow();
  }

  /// Tries to start a web instance at these ports.
  void startWebAt(String instance, int grpc, int http) throws Exception {
    Path data = Files.createDirectories(folder.resolve(instance));
    ComponentContext.Builder builder =
        ComponentContext.builder("web", instance, data)
            .credentials(credentials)
            .telemetry(TelemetryConfig.off())
            .port("grpc", grpc)
            .port("http", http);
    addresses.forEach(builder::target);
    try (ComponentContext context = builder.build()) {
      new WebServer(config, context).start();
    }
  }

  private List<Endpoint> start(
      String instance, BiFunction<SocialConfig, ComponentContext, Component> constructor)
      throws Exception {
    constructors.put(instance, constructor);
    Component component = constructor.apply(config, context(instance, 0));
    component.start();
    components.put(instance, component);
    order.add(instance);
    component.endpoints().stream()
        .filter(endpoint -> endpoint.name().equals("grpc"))
        .forEach(endpoint -> addresses.put(service(instance), "127.0.0.1:" + endpoint.port()));
    return component.endpoints();
  }

  private ComponentContext context(String instance, int grpcPort) throws IOException {
    Path data = Files.createDirectories(folder.resolve(instance + "-" + contexts.size()));
    ComponentContext.Builder builder =
        ComponentContext.builder(service(instance), instance, data)
            .credentials(credentials)
            .port("grpc", grpcPort)
            .telemetry(TelemetryConfig.off());
    addresses.forEach(builder::target);
    ComponentContext context = builder.build();
    contexts.add(context);
    return context;
  }

  private static String service(String instance) {
    return instance.substring(0, instance.lastIndexOf('-'));
  }

  Component component(String instance) {
    Component component = components.get(instance);
    if (component == null) {
      throw new IllegalArgumentException(instance);
    }
    return component;
  }

  Channel channel(String service) {
    return client.channels().channel("orrery:///" + service);
  }

  Channel operator(String service) {
    return client.channels().operatorChannel("orrery:///" + service);
  }

  long account(String name) {
    return Long.parseLong(
        IdentityAdminGrpc.newBlockingStub(operator("identity"))
            .importAccount(
                ImportAccountRequest.newBuilder().setUsername(name).setDisplayName(name).build())
            .getUserId());
  }

  <T> T as(long user, Callable<T> body) throws Exception {
    return Caller.actingFor(Long.toString(user), USER, body);
  }

  void follow(long follower, long followee) throws Exception {
    as(
        follower,
        () ->
            UserServiceGrpc.newBlockingStub(channel("users"))
                .follow(FollowRequest.newBuilder().setFolloweeId(Long.toString(followee)).build()));
  }

  void unfollow(long follower, long followee) throws Exception {
    as(
        follower,
        () ->
            UserServiceGrpc.newBlockingStub(channel("users"))
                .unfollow(
                    UnfollowRequest.newBuilder().setFolloweeId(Long.toString(followee)).build()));
  }

  Post post(long author, String text) throws Exception {
    return post(author, text, "");
  }

  Post post(long author, String text, String key) throws Exception {
    return as(
        author,
        () ->
            PostServiceGrpc.newBlockingStub(channel("posts"))
                .createPost(
                    CreatePostRequest.newBuilder().setText(text).setIdempotencyKey(key).build()));
  }

  GetHomeTimelineResponse page(long user, int size, String token) throws Exception {
    return as(
        user,
        () ->
            TimelineServiceGrpc.newBlockingStub(channel("timelines"))
                .getHomeTimeline(
                    GetHomeTimelineRequest.newBuilder()
                        .setUserId("me")
                        .setPageSize(size)
                        .setPageToken(token)
                        .build()));
  }

  List<String> timeline(long user) throws Exception {
    return page(user, 50, "").getPostsList().stream().map(Post::getText).toList();
  }

  void forgetHome(long user) {
    CacheGrpc.newBlockingStub(channel("cache"))
        .delete(DeleteRequest.newBuilder().addKeys(CacheKeys.home(user)).build());
  }

  @Override
  public void close() {
    order.reversed().forEach(instance -> component(instance).close());
    contexts.forEach(ComponentContext::close);
  }
}
