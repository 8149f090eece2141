package dev.orrery.social;

import dev.orrery.social.users.v1.ListFollowingRequest;
import dev.orrery.social.users.v1.ListFollowingResponse;
import dev.orrery.social.users.v1.UserServiceGrpc;
import io.grpc.Channel;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// Stands before the User service and holds back its next answer of whom somebody follows.
final class GatedUsers extends UserServiceGrpc.UserServiceImplBase implements AutoCloseable {
  private final UserServiceGrpc.UserServiceBlockingStub real;
  private final Server server;
  private volatile CountDownLatch asked = new CountDownLatch(0);
  private volatile CountDownLatch open = new CountDownLatch(0);

  GatedUsers(Channel users) throws IOException {
    this.real = UserServiceGrpc.newBlockingStub(users);
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .addService(this)
            .build()
            .start();
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  void shut() {
    asked = new CountDownLatch(1);
    open = new CountDownLatch(1);
  }

  /// Until an answer is there and held back.
  void awaitHeld() throws InterruptedException {
    asked.await();
  }

  void open() {
    open.countDown();
  }

  @Override
  public void listFollowing(
      ListFollowingRequest request, StreamObserver<ListFollowingResponse> observer) {
    ListFollowingResponse answer = real.listFollowing(request);
    asked.countDown();
    try {
      open.await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
    observer.onNext(answer);
    observer.onCompleted();
  }

  @Override
  public void close() {
    open.countDown();
    server.shutdownNow();
  }
}
