package dev.orrery.loadbalancer.edge.http;

import dev.orrery.loadbalancer.core.backend.Backend;
import dev.orrery.loadbalancer.core.message.HeadWriter;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the connections of one event loop share: idle connections to backends, a buffer for heads,
/// and a coarse clock.
///
/// Both sides of a request live on one loop, so nothing here is locked and no request crosses
/// threads. Deadlines are looked at once a tick, in one pass: arming and cancelling a timer for
/// each request would cost more than the few milliseconds of exactness are worth. All methods are
/// called on the loop.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in channelInactive
final class LoopState {
  private static final long TICK_MILLIS = 100;

  final EventLoop loop;
  final HeadWriter heads = new HeadWriter();
  private final Proxy proxy;
  private final Class<? extends Channel> channelType;
  private final Set<ClientConnection> clients = new HashSet<>();
  // Last in, first out: the connection used last is the least likely to have been closed.
  private final Map<Backend, Deque<BackendConnection>> idle = new HashMap<>();
  private final Set<BackendConnection> backends = new HashSet<>();
  private long now = System.nanoTime();
  private @Nullable Future<?> ticking;

  LoopState(EventLoop loop, Proxy proxy, Class<? extends Channel> channelType) {
    this.loop = loop;
    this.proxy = proxy;
    this.channelType = channelType;
  }

  void start() {
    ticking = loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// The monotonic time in nanoseconds, at most a tick old.
  long now() {
    return now;
  }

  private void tick() {
    now = System.nanoTime();
    for (ClientConnection client : List.copyOf(clients)) {
      client.checkDeadline(now);
    }
    long oldest = now - proxy.config.backendIdleTimeout().toNanos();
    for (Deque<BackendConnection> connections : List.copyOf(idle.values())) {
      for (BackendConnection connection : List.copyOf(connections)) {
        if (connection.idleSince() - oldest < 0) {
          connection.close();
        }
      }
    }
  }

  void add(ClientConnection client) {
    clients.add(client);
  }

  void remove(ClientConnection client) {
    clients.remove(client);
  }

  /// An idle connection to this backend, which is then the caller's.
  @Nullable BackendConnection takeIdle(Backend backend) {
    Deque<BackendConnection> connections = idle.get(backend);
    if (connections == null) {
      return null;
    }
    BackendConnection connection;
    while ((connection = connections.pollFirst()) != null) {
      if (connection.isOpen()) {
        return connection;
      }
    }
    return null;
  }

  /// Keeps a connection whose answer is complete, or closes it when there are enough.
  void giveBack(BackendConnection connection) {
    Deque<BackendConnection> connections =
        idle.computeIfAbsent(connection.backend(), _ -> new ArrayDeque<>());
    if (connections.size() >= proxy.config.idleConnections() || proxy.isDraining()) {
      connection.close();
    } else {
      connections.addFirst(connection);
    }
  }

  /// The connection is closed.
  void remove(BackendConnection connection) {
    backends.remove(connection);
    Deque<BackendConnection> connections = idle.get(connection.backend());
    if (connections != null) {
      connections.remove(connection);
      if (connections.isEmpty()) {
        idle.remove(connection.backend());
      }
    }
  }

  /// Connects to a backend, one of whose connections was acquired, and tells the exchange how it
  /// went.
  void connect(Backend backend, Exchange exchange) {
    BackendConnection connection = new BackendConnection(this, backend);
    new Bootstrap()
        .group(loop)
        .channel(channelType)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) proxy.config.connectTimeout().toMillis())
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(connection);
              }
            })
        .connect(backend.host(), backend.port())
        .addListener(connected -> {
          if (connected.isSuccess()) {
            backends.add(connection);
            exchange.connected(connection);
          } else {
            backend.releaseConnection();
            exchange.connectFailed(backend);
          }
        });
  }

  /// Closes connections of clients without a request, and lets the others end after their answer.
  void drain() {
    List.copyOf(clients).forEach(ClientConnection::drain);
  }

  /// Closes everything.
  void stop() {
    if (ticking != null) {
      ticking.cancel(false);
    }
    List.copyOf(clients).forEach(ClientConnection::cut);
    List.copyOf(backends).forEach(BackendConnection::close);
  }

  boolean hasClients() {
    return !clients.isEmpty();
  }
}
