package dev.orrery.loadbalancer.edge.http;

import dev.orrery.loadbalancer.core.backend.Backend;
import dev.orrery.loadbalancer.core.backend.BackendPool;
import dev.orrery.loadbalancer.core.message.HeadWriter;
import dev.orrery.loadbalancer.core.message.MalformedResponseException;
import dev.orrery.loadbalancer.core.message.RequestRewriter;
import dev.orrery.loadbalancer.core.message.ResponseHead;
import dev.orrery.loadbalancer.core.message.Target;
import dev.orrery.runtime.http.Problem;
import dev.orrery.runtime.http.RequestHead;
import dev.orrery.runtime.lifecycle.Faults;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One request on its way to a backend, and its answer on the way back.
///
/// ```
///   begin ─► choose ─► idle connection ──────────► send ─► response ─► complete
///              ▲  └──► connect ──► connected ───────┘ │
///              │          └─ refused: up to 3 tries   │ lost before the first byte,
///              └──────────────────────────────────────┘ safe method: once
/// ```
///
/// When a connection dies between request and answer nobody can know whether the backend acted.
/// Repeating a safe method does no harm (RFC 9110 §9.2.1), so GET is repeated once and POST is
/// answered 502. An idle connection may be closed by the backend at the moment it is used, which
/// looks the same; a method that is not idempotent is therefore given a fresh connection.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in channelInactive
final class Exchange {
  private static final int MAXIMUM_CONNECTS = 3;
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");
  private static final int CLIENT_CLOSED_REQUEST = 499;

  private final Proxy proxy;
  private final LoopState loop;
  private final ClientConnection client;
  private final RequestHead head;
  private final Target target;
  private final RequestTrace trace;
  private @Nullable BackendPool pool;
  private @Nullable Backend backend;
  private @Nullable BackendConnection connection;
  private int connects;
  private boolean retried;
  private boolean responding;
  private boolean headSent;
  private boolean rechunk;
  private boolean bareData;
  private boolean over;
  private long sentAt;

  Exchange(Proxy proxy, LoopState loop, ClientConnection client, RequestHead head, Target target) {
    this.proxy = proxy;
    this.loop = loop;
    this.client = client;
    this.head = head;
    this.target = target;
    this.trace = new RequestTrace(proxy, head, target);
  }

  // The way out.

  /// Starts, or waits as an injected fault demands.
  void begin() {
    long delay = proxy.faults.delayMillis();
    if (delay > 0) {
      loop.loop.schedule(this::beginUnlessPartitioned, delay, TimeUnit.MILLISECONDS);
    } else {
      beginUnlessPartitioned();
    }
  }

  private void beginUnlessPartitioned() {
    if (over) {
      return;
    }
    if (proxy.faults.partitioned()) {
      loop.loop.schedule(
          this::beginUnlessPartitioned, Faults.RECHECK.toMillis(), TimeUnit.MILLISECONDS);
      return;
    }
    Optional<BackendPool> found = proxy.pool(target.path());
    if (found.isEmpty()) {
      fail(404, "no route leads to " + target.path());
      return;
    }
    pool = found.get();
    go(found.get().choose(client.hash()), IDEMPOTENT.contains(head.method()));
  }

  private void go(Optional<Backend> chosen, boolean mayReuse) {
    if (chosen.isEmpty()) {
      fail(503, "no backend of " + serviceName() + " is fit to answer");
      return;
    }
    Backend next = chosen.get();
    release();
    BackendConnection kept = mayReuse ? loop.takeIdle(next) : null;
    if (kept == null && !next.acquireConnection(proxy.config.backendConnections())) {
      fail(503, "all connections to " + next.name() + " are in use");
      return;
    }
    backend = next;
    if (pool != null) {
      pool.started(next);
    }
    if (kept != null) {
      send(kept);
    } else {
      connects++;
      loop.connect(next, this);
    }
  }

  private String serviceName() {
    return pool == null ? target.path() : pool.service();
  }

  /// Ends the request at the backend it was given to, as far as the policy counts.
  private void release() {
    if (pool != null && backend != null) {
      pool.ended(backend);
    }
    backend = null;
    connection = null;
  }

  void connected(BackendConnection fresh) {
    if (over) {
      fresh.close();
    } else {
      send(fresh);
    }
  }

  /// Nothing was sent, so any method may go elsewhere.
  void connectFailed(Backend refused) {
    BackendPool from = pool;
    if (from != null && from.report(refused, false)) {
      proxy.log.warn("backend unfit", "backend", refused.toString(), "reason", "refused");
    }
    if (over || from == null) {
      return;
    }
    if (connects < MAXIMUM_CONNECTS) {
      go(from.chooseOtherThan(refused, client.hash()), false);
    } else {
      fail(502, "no backend of " + serviceName() + " takes connections");
    }
  }

  private void send(BackendConnection to) {
    connection = to;
    sentAt = System.nanoTime();
    to.attach(this);
    HeadWriter out = loop.heads.clear();
    proxy.rewriter.write(head, target, client.address(), trace.traceparent(), out);
    to.write(client.buffer(out));
    to.flush();
    client.backendReady();
  }

  /// Whether parts of the body can be sent now.
  boolean takesBody() {
    return connection != null && connection.isWritable();
  }

  void requestBody(ByteBuf bytes) {
    if (connection == null) {
      bytes.release();
    } else {
      connection.write(bytes);
    }
  }

  void flushRequest() {
    if (connection != null) {
      connection.flush();
    }
  }

  void requestWritable() {
    client.backendReady();
  }

  boolean requestIsSent() {
    return client.requestIsComplete();
  }

  // The way back.

  String method() {
    return head.method();
  }

  /// Whether the client must be given data without chunk framing.
  boolean wantsBareData() {
    return bareData;
  }

  /// The first byte of a response is here: from now on there is no second try.
  void responseBegins() {
    if (!responding && pool != null && backend != null) {
      pool.answered(backend, System.nanoTime() - sentAt);
    }
    responding = true;
    client.progress();
  }

  void interim(ResponseHead response) throws MalformedResponseException {
    if (head.minorVersion() > 0) {
      HeadWriter out = loop.heads.clear();
      response.write(out, false);
      client.write(client.buffer(out.text("\r\n")));
      client.flush();
    }
  }

  void response(ResponseHead response, long bodyLength) throws MalformedResponseException {
    boolean modern = head.minorVersion() > 0;
    boolean chunked = bodyLength == ResponseHead.CHUNKED;
    rechunk = bodyLength == ResponseHead.UNTIL_CLOSE && modern;
    bareData = chunked && !modern;
    if (bareData || (bodyLength == ResponseHead.UNTIL_CLOSE && !modern)) {
      client.endAfterResponse();
    }
    HeadWriter out = loop.heads.clear();
    response.write(out, !rechunk && !bareData && response.status() != 204);
    if (rechunk) {
      out.field("Transfer-Encoding", "chunked");
    }
    finishHead(out, response.status());
    client.write(client.buffer(out));
  }

  private void finishHead(HeadWriter out, int status) {
    headSent = true;
    trace.status(status);
    out.field("Via", "1.1 " + RequestRewriter.PSEUDONYM);
    trace.traceresponse().ifPresent(value -> out.field("traceresponse", value));
    if (status == 101) {
      out.field("Connection", "Upgrade").field("Upgrade", "websocket");
    } else if (!client.staysOpen()) {
      out.field("Connection", "close");
    } else if (head.minorVersion() == 0) {
      out.field("Connection", "keep-alive");
    }
    out.text("\r\n");
  }

  void responseBody(ByteBuf bytes) {
    if (!bytes.isReadable()) {
      bytes.release();
      return;
    }
    client.progress();
    if (rechunk) {
      client.write(
          ByteBufUtil.writeAscii(
              client.allocator(), Integer.toHexString(bytes.readableBytes()) + "\r\n"));
      client.write(bytes);
      client.write(Unpooled.wrappedBuffer(new byte[] {'\r', '\n'}));
    } else {
      client.write(bytes);
    }
    if (connection != null && !client.isWritable()) {
      connection.reading(false);
      client.flush();
    }
  }

  /// The client has caught up.
  void responseWritable() {
    if (connection != null) {
      connection.reading(true);
    }
  }

  void flushResponse() {
    client.flush();
  }

  /// The backend speaks WebSocket from here on.
  void switched(ResponseHead response) throws MalformedResponseException {
    if (!RequestRewriter.wantsWebSocket(head)) {
      throw new MalformedResponseException("the protocol was switched without being asked");
    }
    HeadWriter out = loop.heads.clear();
    response.write(out, false);
    finishHead(out, 101);
    client.write(client.buffer(out));
    client.flush();
    client.tunnel();
  }

  void responseComplete() {
    if (rechunk) {
      client.write(ByteBufUtil.writeAscii(client.allocator(), "0\r\n\r\n"));
    }
    // It is back in the pool, or closed.
    connection = null;
    end();
    client.responseComplete();
  }

  // What goes wrong.

  void responseMalformed(String detail) {
    proxy.log.warn("malformed response", "backend", String.valueOf(backend), "detail", detail);
    connection = null;
    failOrCut(502, "the backend's answer cannot be understood");
  }

  /// The backend's connection is gone, and the answer is not complete.
  void backendLost() {
    Backend lost = backend;
    BackendPool from = pool;
    connection = null;
    if (client.isTunnel()) {
      end();
      client.closeWhenSent();
      return;
    }
    boolean again =
        !responding && !retried && SAFE.contains(head.method()) && head.bodyLength() == 0;
    if (again && lost != null && from != null) {
      retried = true;
      go(from.chooseOtherThan(lost, client.hash()), false);
    } else {
      failOrCut(502, "the backend closed the connection before its answer was complete");
    }
  }

  void timedOut() {
    failOrCut(504, "the backend did not answer in time");
  }

  /// The client broke the rules in the middle of its body, or took too long over it.
  void refuse(Problem problem) {
    if (headSent) {
      failOrCut(problem.status(), problem.detail());
    } else {
      trace.status(problem.status());
      end();
      client.refuse(problem);
    }
  }

  void clientGone() {
    if (!over && !headSent) {
      trace.status(CLIENT_CLOSED_REQUEST);
    }
    BackendConnection open = connection;
    if (open != null && client.isTunnel()) {
      connection = null;
      open.closeWhenSent();
    }
    end();
  }

  private void failOrCut(int status, String detail) {
    if (headSent) {
      // The status is gone already; a cut connection is the only way left to say that this is not
      // all.
      trace.failed();
      end();
      client.cut();
    } else {
      fail(status, detail);
    }
  }

  private void fail(int status, String detail) {
    trace.status(status);
    Optional<String> traceresponse = trace.traceresponse();
    end();
    client.answer(Problem.of(status, detail), head.method().equals("HEAD"), traceresponse);
  }

  private void end() {
    if (over) {
      return;
    }
    over = true;
    BackendConnection open = connection;
    Backend served = backend;
    release();
    if (open != null) {
      open.close();
    }
    trace.end(served == null ? "" : served.name());
  }

  static void closeAfterFlush(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }
}
