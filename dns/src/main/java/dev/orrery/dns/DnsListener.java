package dev.orrery.dns;

import dev.orrery.dns.core.query.QueryHandler;
import dev.orrery.dns.core.query.QueryProcessor.Response;
import dev.orrery.dns.core.query.QueryProcessor.Transport;
import dev.orrery.dns.edge.tcp.StreamEdge;
import dev.orrery.dns.edge.udp.DatagramEdge;
import dev.orrery.runtime.lifecycle.Faults;
import dev.orrery.runtime.net.EventLoops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.BiConsumer;

/// One port number, on UDP and on TCP.
final class DnsListener implements AutoCloseable {
  /// How often a free TCP port is tried whose UDP twin is taken.
  private static final int BIND_ATTEMPTS = 32;

  private final StreamEdge tcp;
  private final DatagramEdge udp;

  private DnsListener(StreamEdge tcp, DatagramEdge udp) {
    this.tcp = tcp;
    this.udp = udp;
  }

  /// What all listeners of one server share.
  record Setting(EventLoops loops, String host, StreamEdge.Limits limits, Faults faults) {}

  /// Binds TCP, then UDP on the same number. A port that the system chose may be taken on UDP; then
  /// another is tried.
  static DnsListener bind(
      Setting setting, int wanted, QueryHandler handler, BiConsumer<Response, Transport> observer)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      StreamEdge tcp =
          StreamEdge.bind(
              setting.loops(),
              new InetSocketAddress(setting.host(), wanted),
              handler,
              setting.limits(),
              setting.faults(),
              observer);
      try {
        DatagramEdge udp =
            DatagramEdge.bind(
                setting.loops(),
                new InetSocketAddress(setting.host(), tcp.port()),
                handler,
                setting.faults(),
                observer);
        return new DnsListener(tcp, udp);
      } catch (IOException taken) {
        tcp.close();
        if (wanted != 0 || attempt == BIND_ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  int port() {
    return tcp.port();
  }

  @Override
  public void close() {
    udp.close();
    tcp.close();
  }
}
