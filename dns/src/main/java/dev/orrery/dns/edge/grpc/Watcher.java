package dev.orrery.dns.edge.grpc;

import dev.orrery.dns.v1.WatchResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import org.jspecify.annotations.Nullable;

/// One client of Watch. Holds at most one list that is not sent yet: a newer one replaces it, so a
/// slow client misses what lay between and never what holds now. Guarded by itself.
final class Watcher {
  private final String service;
  private final ServerCallStreamObserver<WatchResponse> client;
  private @Nullable WatchResponse pending;
  private @Nullable WatchResponse lastOffered;
  private boolean ended;

  Watcher(String service, ServerCallStreamObserver<WatchResponse> client) {
    this.service = service;
    this.client = client;
  }

  String service() {
    return service;
  }

  /// Offers the newest list; the same instances again are not sent again.
  synchronized void offer(WatchResponse newest) {
    if (lastOffered != null && lastOffered.getInstancesList().equals(newest.getInstancesList())) {
      return;
    }
    lastOffered = newest;
    pending = newest;
    flush();
  }

  /// Sends what is pending if the client can take it.
  synchronized void flush() {
    if (!ended && pending != null && client.isReady() && !client.isCancelled()) {
      client.onNext(pending);
      pending = null;
    }
  }

  synchronized void end(StatusRuntimeException status) {
    if (!ended && !client.isCancelled()) {
      client.onError(status);
    }
    ended = true;
  }

  synchronized void cancelled() {
    ended = true;
    pending = null;
  }
}
