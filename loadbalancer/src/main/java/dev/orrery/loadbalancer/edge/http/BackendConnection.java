package dev.orrery.loadbalancer.edge.http;

import dev.orrery.loadbalancer.core.backend.Backend;
import dev.orrery.loadbalancer.core.message.MalformedResponseException;
import dev.orrery.loadbalancer.core.message.ResponseHead;
import dev.orrery.loadbalancer.core.message.ResponseHeadParser;
import dev.orrery.runtime.http.ChunkedDecoder;
import dev.orrery.runtime.http.MalformedRequestException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/// A connection to a backend: finds where each response begins and ends, and hands its parts to the
/// exchange it works for.
///
/// ```
///   IDLE ──attach──► HEAD ──► BODY ──last byte──► IDLE, back in the pool
///                     │ 101
///                     └────► TUNNEL ──► closed
/// ```
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in channelInactive
final class BackendConnection extends ChannelInboundHandlerAdapter {
  private static final int MAXIMUM_TRAILER_BYTES = 16 * 1024;

  private enum Phase {
    IDLE,
    HEAD,
    BODY,
    TUNNEL
  }

  private final LoopState loop;
  private final Backend backend;
  private final ResponseHeadParser heads = new ResponseHeadParser();
  private Phase phase = Phase.IDLE;
  private @Nullable Channel channel;
  private @Nullable Exchange exchange;
  private @Nullable ChunkedDecoder chunks;
  private long remaining;
  private boolean reusable;
  private long idleSince;

  BackendConnection(LoopState loop, Backend backend) {
    this.loop = loop;
    this.backend = backend;
  }

  Backend backend() {
    return backend;
  }

  long idleSince() {
    return idleSince;
  }

  boolean isOpen() {
    return channel != null && channel.isActive();
  }

  /// Works for this exchange from now on.
  void attach(Exchange next) {
    exchange = next;
    phase = Phase.HEAD;
  }

  /// Sends; the buffer is released.
  void write(ByteBuf bytes) {
    if (channel == null) {
      bytes.release();
    } else {
      channel.write(bytes, channel.voidPromise());
    }
  }

  void flush() {
    if (channel != null) {
      channel.flush();
    }
  }

  boolean isWritable() {
    return channel != null && channel.isWritable();
  }

  /// Whether more is read; off while the client is slower than the backend.
  void reading(boolean on) {
    if (channel != null && channel.config().isAutoRead() != on) {
      channel.config().setAutoRead(on);
    }
  }

  /// Closes without telling the exchange.
  void close() {
    exchange = null;
    if (channel != null) {
      channel.close();
    }
  }

  /// Closes once what was written is sent.
  void closeWhenSent() {
    exchange = null;
    if (channel != null) {
      Exchange.closeAfterFlush(channel);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      read(bytes);
    } catch (MalformedResponseException | MalformedRequestException malformed) {
      Exchange current = exchange;
      close();
      if (current != null) {
        current.responseMalformed(String.valueOf(malformed.getMessage()));
      }
    } finally {
      bytes.release();
    }
  }

  private void read(ByteBuf bytes) throws MalformedResponseException, MalformedRequestException {
    while (bytes.isReadable()) {
      Exchange current = exchange;
      if (current == null) {
        // Nobody asked for this.
        close();
        return;
      }
      switch (phase) {
        case IDLE -> close();
        case HEAD -> readHead(bytes, current);
        case BODY -> readBody(bytes, current);
        case TUNNEL -> current.responseBody(bytes.readRetainedSlice(bytes.readableBytes()));
      }
    }
  }

  private void readHead(ByteBuf bytes, Exchange current)
      throws MalformedResponseException, MalformedRequestException {
    current.responseBegins();
    while (bytes.isReadable()) {
      if (heads.accept(bytes.readByte())) {
        head(heads.take(), current);
        return;
      }
    }
  }

  private void head(ResponseHead head, Exchange current) throws MalformedResponseException {
    if (head.isInterim()) {
      current.interim(head);
      return;
    }
    if (head.status() == 101) {
      phase = Phase.TUNNEL;
      current.switched(head);
      return;
    }
    remaining = head.bodyLength(current.method());
    reusable = head.keepAlive() && remaining != ResponseHead.UNTIL_CLOSE;
    chunks = remaining == ResponseHead.CHUNKED ? new ChunkedDecoder(MAXIMUM_TRAILER_BYTES) : null;
    phase = Phase.BODY;
    current.response(head, remaining);
    if (remaining == 0) {
      complete(current);
    }
  }

  private void readBody(ByteBuf bytes, Exchange current) throws MalformedRequestException {
    ChunkedDecoder decoder = chunks;
    if (decoder != null) {
      readChunks(bytes, decoder, current);
      if (decoder.isComplete()) {
        complete(current);
      }
      return;
    }
    int count = bytes.readableBytes();
    if (remaining != ResponseHead.UNTIL_CLOSE) {
      count = (int) Math.min(remaining, count);
      remaining -= count;
    }
    current.responseBody(bytes.readRetainedSlice(count));
    if (remaining == 0) {
      complete(current);
    }
  }

  /// A client that takes chunks is handed them as they came, once their framing is found right; for
  /// one that does not, the data is taken out.
  private void readChunks(ByteBuf bytes, ChunkedDecoder decoder, Exchange current)
      throws MalformedRequestException {
    int start = bytes.readerIndex();
    while (bytes.isReadable() && !decoder.isComplete()) {
      long data = decoder.dataRemaining();
      if (data == 0) {
        decoder.accept(bytes.readByte());
        continue;
      }
      int count = (int) Math.min(data, bytes.readableBytes());
      if (current.wantsBareData()) {
        current.responseBody(bytes.retainedSlice(bytes.readerIndex(), count));
      }
      bytes.skipBytes(count);
      decoder.dataTaken(count);
    }
    if (!current.wantsBareData()) {
      current.responseBody(bytes.retainedSlice(start, bytes.readerIndex() - start));
    }
  }

  private void complete(Exchange current) {
    exchange = null;
    chunks = null;
    phase = Phase.IDLE;
    reading(true);
    boolean keep = reusable && current.requestIsSent() && isOpen();
    if (keep) {
      idleSince = loop.now();
      loop.giveBack(this);
    } else {
      close();
    }
    current.responseComplete();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (exchange != null) {
      exchange.flushResponse();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (exchange != null && context.channel().isWritable()) {
      exchange.requestWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    loop.remove(this);
    backend.releaseConnection();
    Exchange current = exchange;
    exchange = null;
    if (current == null) {
      return;
    }
    if (phase == Phase.BODY && remaining == ResponseHead.UNTIL_CLOSE) {
      current.responseComplete();
    } else {
      current.backendLost();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A reset or a broken pipe; channelInactive follows and knows what to do.
    context.close();
  }
}
