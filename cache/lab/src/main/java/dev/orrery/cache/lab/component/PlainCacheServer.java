package dev.orrery.cache.lab.component;

import com.google.protobuf.Message;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.runtime.net.EventLoops;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A [PlainCache] behind gRPC on a free loopback port: a second right implementation of the
/// contract, or a wrong twin.
public final class PlainCacheServer implements AutoCloseable {
  private final Server server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// Binds and serves.
  public PlainCacheServer(PlainCache cache) throws IOException {
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InsecureServerCredentials.create())
            .bossEventLoopGroup(EventLoops.shared().group())
            .workerEventLoopGroup(EventLoops.shared().group())
            .channelType(EventLoops.shared().serverChannel())
            .executor(threads)
            .maxInboundMessageSize(5 << 20)
            .addService(service(cache))
            .build()
            .start();
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    threads.shutdownNow();
  }

  /// Every method of the service is the same here: a message in, a message out.
  private static ServerServiceDefinition service(PlainCache cache) {
    ServiceDescriptor descriptor = CacheGrpc.getServiceDescriptor();
    ServerServiceDefinition.Builder builder = ServerServiceDefinition.builder(descriptor);
    for (MethodDescriptor<?, ?> method : descriptor.getMethods()) {
      builder.addMethod(definition(method, cache));
    }
    return builder.build();
  }

  @SuppressWarnings("unchecked")
  private static ServerMethodDefinition<?, ?> definition(
      MethodDescriptor<?, ?> method, PlainCache cache) {
    return ServerMethodDefinition.create(
        (MethodDescriptor<Message, Message>) method,
        ServerCalls.asyncUnaryCall(
            (request, observer) -> Unary.answer(observer, () -> cache.answer(request))));
  }
}
