package dev.orrery.loadbalancer.edge.stream;

import dev.orrery.loadbalancer.core.backend.Backend;
import dev.orrery.loadbalancer.core.backend.BackendPool;
import dev.orrery.runtime.lifecycle.Faults;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client's connection and the one to a backend that goes with it.
///
/// ```
///   accepted ─► choose ─► connect ─► both flows ─► both ended: close
///                  ▲         │ refused or too slow: once more, elsewhere
///                  └─────────┘
///   anything else that ends one connection resets the other
/// ```
///
/// Nothing is read from the client before the backend is there; so a client that was accepted has
/// lost nothing when the first backend refuses. All of it runs on the client's event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a close or connect that fails ends in a listener
final class Session {
  private final StreamListener listener;
  private final BackendPool pool;
  private final StreamLimits limits;
  private final Channel client;
  private final Flow outward;
  private final long hash;
  private int connects;
  private long lastMove = System.nanoTime();
  private boolean over;
  private @Nullable Backend backend;
  private @Nullable Channel server;
  private @Nullable Flow homeward;
  private @Nullable ScheduledFuture<?> idle;

  Session(StreamListener listener, Channel client) {
    this.listener = listener;
    this.pool = listener.pool();
    this.limits = listener.limits();
    this.client = client;
    this.outward = new Flow(this, client);
    this.hash =
        client.remoteAddress() instanceof InetSocketAddress peer
            ? BackendPool.clientOf(peer.getAddress())
            : 0;
  }

  /// Takes the client on; to be called while its pipeline is made.
  void accept() {
    client.pipeline().addLast(outward);
    begin();
  }

  /// Serves, or waits as an injected fault demands.
  private void begin() {
    Faults faults = listener.faults();
    if (faults.partitioned()) {
      later(this::begin, Faults.RECHECK.toMillis());
    } else if (faults.delayMillis() > 0) {
      later(this::serve, faults.delayMillis());
    } else {
      serve();
    }
  }

  private void later(Runnable next, long millis) {
    client
        .eventLoop()
        .schedule(
            () -> {
              if (!over) {
                next.run();
              }
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  private void serve() {
    watch(limits.idle().toNanos());
    connect(pool.choose(hash));
  }

  private void connect(Optional<Backend> chosen) {
    if (chosen.isEmpty()) {
      abort();
      return;
    }
    Backend next = chosen.get();
    connects++;
    if (!next.acquireConnection(limits.backendConnections())) {
      elsewhere(next);
      return;
    }
    backend = next;
    pool.started(next);
    long start = System.nanoTime();
    ChannelFuture connecting =
        new Bootstrap()
            .group(client.eventLoop())
            .channel(listener.clientChannel())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connect().toMillis())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    // The flow is added when the connection stands.
                  }
                })
            .connect(next.host(), next.port());
    server = connecting.channel();
    connecting.addListener(connected -> {
      if (connected.isSuccess()) {
        connected(connecting.channel(), next, System.nanoTime() - start);
      } else {
        refused(next);
      }
    });
  }

  private void connected(Channel channel, Backend to, long nanos) {
    channel.closeFuture().addListener(_ -> to.releaseConnection());
    if (over) {
      channel.close();
      return;
    }
    pool.answered(to, nanos);
    Flow back = new Flow(this, channel);
    homeward = back;
    channel.pipeline().addLast(back);
    moved();
    outward.start(channel, back);
    back.start(client, outward);
  }

  private void refused(Backend by) {
    by.releaseConnection();
    server = null;
    if (pool.report(by, false)) {
      listener.log().warn("backend unfit", "backend", by.toString(), "reason", "refused");
    }
    if (!over) {
      leave();
      elsewhere(by);
    }
  }

  private void elsewhere(Backend failed) {
    if (connects < StreamLimits.MAXIMUM_CONNECTS) {
      connect(pool.chooseOtherThan(failed, hash));
    } else {
      abort();
    }
  }

  /// Tells the policy that the session at its backend is over.
  private void leave() {
    if (backend != null) {
      pool.ended(backend);
      backend = null;
    }
  }

  /// Something moved: the idle time begins anew.
  void moved() {
    lastMove = System.nanoTime();
  }

  private void watch(long nanos) {
    idle = client.eventLoop().schedule(this::checkIdle, nanos, TimeUnit.NANOSECONDS);
  }

  private void checkIdle() {
    long left = limits.idle().toNanos() - (System.nanoTime() - lastMove);
    if (left <= 0) {
      abort();
    } else {
      watch(left);
    }
  }

  void flowEnded() {
    Flow back = homeward;
    if (back != null && back.hasEnded() && outward.hasEnded()) {
      finish(false);
    }
  }

  /// One of the two connections is closed. When both had sent all they had, that is their end, and
  /// what still waits for the other one is on its way; else it is a break.
  void closed(Flow from) {
    Flow back = homeward;
    Flow other = from.equals(outward) ? back : outward;
    if (from.hasRead() && other != null && other.hasRead()) {
      flowEnded();
    } else {
      finish(true);
    }
  }

  /// Resets both connections.
  void abort() {
    finish(true);
  }

  private void finish(boolean reset) {
    if (over) {
      return;
    }
    over = true;
    leave();
    if (idle != null) {
      idle.cancel(false);
    }
    close(client, reset);
    if (server != null) {
      close(server, reset);
    }
    listener.ended(this);
  }

  private static void close(Channel channel, boolean reset) {
    if (reset && channel.isActive()) {
      // A FIN would say that this was all.
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    channel.close();
  }

  /// Ends it from another thread.
  void stop() {
    client.eventLoop().execute(this::abort);
  }
}
