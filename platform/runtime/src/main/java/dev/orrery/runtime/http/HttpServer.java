package dev.orrery.runtime.http;

import dev.orrery.runtime.net.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// An HTTP server on one port: HTTP/1.1, and HTTP/2 in clear text on the same port.
///
/// ```
/// HttpServer server =
///     HttpServer.builder()
///         .route("GET", "/v1/users/{id}", request -> HttpResponse.of(200).json(find(request.pathParameter("id"))))
///         .build();
/// server.start();
/// ```
///
/// It binds the loopback address unless told otherwise. Safe for use by several threads.
// What a failed write or close means arrives as channelInactive; its future tells nothing more.
@SuppressWarnings("FutureReturnValueIgnored")
public final class HttpServer implements AutoCloseable {

  private static final int BACKLOG = 1024;
  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());

  private final String host;
  private final int requestedPort;
  private final ServerContext context;
  private final EventLoopGroup group;
  private final Class<? extends ServerChannel> channelClass;

  private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
  // Guards what follows.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();
  private int open;
  private volatile boolean draining;
  private @Nullable Channel listener;

  private HttpServer(Builder builder) {
    this.host = builder.host;
    this.requestedPort = builder.port;
    Router router = new Router(builder.routes, builder.fallback);
    Application application = new Application(router, builder.filters, builder.failureListener);
    this.context = new ServerContext(application, builder.limits, builder.failureListener);
    this.group = builder.group;
    this.channelClass = builder.channelClass;
  }

  /// A server to be described.
  public static Builder builder() {
    return new Builder();
  }

  /// Binds the port; returns when clients can connect.
  ///
  /// @throws IOException when the address cannot be bound
  /// @throws IllegalStateException when the server was started before
  public HttpServer start() throws IOException {
    lock.lock();
    try {
      if (listener != null || draining) {
        throw new IllegalStateException("a server starts once");
      }
      ServerBootstrap bootstrap =
          new ServerBootstrap()
              .group(group)
              .channel(channelClass)
              .option(ChannelOption.SO_BACKLOG, BACKLOG)
              .option(ChannelOption.SO_REUSEADDR, true)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
              .childHandler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      accept(channel);
                    }
                  });
      var bound = bootstrap.bind(host, requestedPort).awaitUninterruptibly();
      if (!bound.isSuccess()) {
        throw new IOException(
            "cannot listen on " + host + ":" + requestedPort + ": " + bound.cause().getMessage());
      }
      listener = bound.channel();
      return this;
    } finally {
      lock.unlock();
    }
  }

  private void accept(Channel channel) {
    int now;
    lock.lock();
    try {
      now = ++open;
    } finally {
      lock.unlock();
    }
    connections.add(channel);
    channel.closeFuture().addListener(closed -> gone(channel));
    Http1Connection connection = new Http1Connection(context, channel);
    channel.pipeline().addLast(connection);
    if (now > 2 * context.limits().connections()) {
      channel.close();
    } else if (now > context.limits().connections()) {
      channel.eventLoop().execute(connection::turnAway);
    }
    if (draining) {
      channel.close();
    }
  }

  private void gone(Channel channel) {
    connections.remove(channel);
    lock.lock();
    try {
      open--;
      if (open == 0) {
        emptied.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The port that is listened on.
  ///
  /// @throws IllegalStateException before [#start()]
  public int port() {
    return address().getPort();
  }

  /// The address that is listened on.
  ///
  /// @throws IllegalStateException before [#start()]
  public InetSocketAddress address() {
    lock.lock();
    try {
      if (listener == null) {
        throw new IllegalStateException("the server was not started");
      }
      return (InetSocketAddress) listener.localAddress();
    } finally {
      lock.unlock();
    }
  }

  /// How many connections are open.
  public int connections() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  /// Stops: no new connections, requests in flight finish within [HttpLimits#drainTimeout()], then
  /// everything is closed. Doing it again does nothing.
  @Override
  public void close() {
    shutDown(context.limits().drainTimeout());
  }

  /// Cuts every connection at once, as a crash would.
  public void kill() {
    shutDown(Duration.ZERO);
  }

  private void shutDown(Duration patience) {
    Channel listening;
    lock.lock();
    try {
      draining = true;
      listening = listener;
    } finally {
      lock.unlock();
    }
    if (listening != null) {
      listening.close().awaitUninterruptibly();
    }
    if (!patience.isZero()) {
      connections.forEach(
          channel -> channel.pipeline().fireUserEventTriggered(ServerContext.DRAIN));
      awaitEmpty(patience);
    }
    connections.forEach(HttpServer::cut);
    awaitEmpty(Duration.ofSeconds(1));
  }

  /// Closes past the handlers, which would say farewell first.
  private static void cut(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first == null) {
      channel.close();
    } else {
      first.close();
    }
  }

  private void awaitEmpty(Duration patience) {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (open > 0 && left > 0) {
        left = emptied.awaitNanos(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /// Describes a server. Not safe for use by several threads.
  public static final class Builder {

    private String host = "127.0.0.1";
    private int port;
    private HttpLimits limits = HttpLimits.DEFAULTS;
    private EventLoopGroup group = EventLoops.shared().group();
    private Class<? extends ServerChannel> channelClass = EventLoops.shared().serverChannel();
    private final TreeMap<PathTemplate, Map<String, HttpHandler>> routes = new TreeMap<>();
    private final List<HttpFilter> filters = new ArrayList<>();
    private Optional<HttpHandler> fallback = Optional.empty();
    private BiConsumer<HttpRequest, Throwable> failureListener =
        (request, failure) ->
            LOG.log(
                System.Logger.Level.WARNING,
                () -> request.method() + " " + request.rawPath() + " failed",
                failure);

    private Builder() {}

    /// The address to bind; 127.0.0.1 by default.
    public Builder host(String newHost) {
      host = newHost;
      return this;
    }

    /// The port to bind; 0, the default, takes a free one.
    public Builder port(int newPort) {
      port = newPort;
      return this;
    }

    /// The bounds; [HttpLimits#DEFAULTS] by default.
    public Builder limits(HttpLimits newLimits) {
      limits = newLimits;
      return this;
    }

    /// Event loops to run on, and the kind of server channel that fits them; [EventLoops#shared()]
    /// by default. The server does not shut them down.
    public Builder eventLoops(
        EventLoopGroup newGroup, Class<? extends ServerChannel> newChannelClass) {
      group = newGroup;
      channelClass = newChannelClass;
      return this;
    }

    /// Serves a method at a path; see [PathTemplate]. GET serves HEAD too; OPTIONS is answered
    /// without a route.
    ///
    /// @throws IllegalArgumentException when the template is malformed or the same route was given
    ///   before
    public Builder route(String method, String template, HttpHandler handler) {
      Map<String, HttpHandler> methods =
          routes.computeIfAbsent(PathTemplate.parse(template), absent -> new HashMap<>());
      if (methods.putIfAbsent(method, handler) != null) {
        throw new IllegalArgumentException(method + " " + template + " has two handlers");
      }
      return this;
    }

    /// Serves every path that no route fits; without one such a path is 404.
    public Builder fallback(HttpHandler handler) {
      fallback = Optional.of(handler);
      return this;
    }

    /// Serves WebSocket connections at a path. Filters see the request that opens one.
    public Builder webSocket(String template, WebSocketHandler handler) {
      return route("GET", template, request -> HttpResponse.upgrade(handler));
    }

    /// Adds a filter inside those added before.
    public Builder filter(HttpFilter filter) {
      filters.add(filter);
      return this;
    }

    /// Told of every exception of a handler that was not an [HttpProblemException]; the default
    /// logs a warning.
    public Builder failureListener(BiConsumer<HttpRequest, Throwable> listener) {
      failureListener = listener;
      return this;
    }

    /// The server, not yet started.
    public HttpServer build() {
      return new HttpServer(this);
    }
  }
}
