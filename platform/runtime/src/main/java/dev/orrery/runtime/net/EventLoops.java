package dev.orrery.runtime.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/// The event-loop group of this JVM, and the channel classes that go with it: epoll on Linux, NIO
/// elsewhere.
///
/// There is one group a JVM because its threads are the cores: a second one would only make them
/// take turns. The threads are daemons, the group is never shut down; a component closes its
/// channels.
///
/// @param group one thread a core, at least two
public record EventLoops(
    EventLoopGroup group,
    Class<? extends ServerChannel> serverChannel,
    Class<? extends Channel> clientChannel,
    Class<? extends DatagramChannel> datagramChannel) {
  private static final int MINIMUM_THREADS = 2;

  /// The group of this JVM, made at the first call.
  public static EventLoops shared() {
    return Holder.SHARED;
  }

  /// A second group, on NIO whatever the system: for channels that still write after their input
  /// has ended. Netty's epoll transport (4.2.18) takes such a channel out of the epoll set once it
  /// waits for nothing, and fails when it then has to wait for room to write.
  public static EventLoops portable() {
    return PortableHolder.PORTABLE;
  }

  private static EventLoops create(boolean epoll, String name) {
    IoHandlerFactory handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    int threads = Math.max(MINIMUM_THREADS, Runtime.getRuntime().availableProcessors());
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), handler);
    return epoll
        ? new EventLoops(
            group,
            EpollServerSocketChannel.class,
            EpollSocketChannel.class,
            EpollDatagramChannel.class)
        : new EventLoops(
            group, NioServerSocketChannel.class, NioSocketChannel.class, NioDatagramChannel.class);
  }

  private static final class Holder {
    static final EventLoops SHARED = create(Epoll.isAvailable(), "event-loop");
  }

  private static final class PortableHolder {
    static final EventLoops PORTABLE = create(false, "portable-loop");
  }
}
