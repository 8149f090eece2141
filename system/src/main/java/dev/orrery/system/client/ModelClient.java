package dev.orrery.system.client;

import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.rpc.Credentials;
import dev.orrery.runtime.rpc.Neighbours;
import dev.orrery.runtime.rpc.SrvLookup;
import dev.orrery.runtime.telemetry.TelemetryConfig;
import dev.orrery.system.control.ControlClient;
import dev.orrery.system.v1.InstanceStatus;
import dev.orrery.system.v1.ListRequest;
import io.grpc.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// A client of a running model: asks its DNS server where things are, and holds the operator's
/// credential of its data directory for the calls that want it.
public final class ModelClient implements AutoCloseable {
  private final InetSocketAddress dns;
  private final ComponentContext context;

  private ModelClient(InetSocketAddress dns, ComponentContext context) {
    this.dns = dns;
    this.context = context;
  }

  /// @param dns where the model's DNS server answers
  /// @param data its data directory
  /// @throws IOException when the credentials cannot be read
  public static ModelClient connect(InetSocketAddress dns, Path data) throws IOException {
    ComponentContext context =
        ComponentContext.builder("client", "client-1", data.resolve("client-1"))
            .neighbours(Neighbours.through(dns))
            .credentials(Credentials.in(data))
            .telemetry(TelemetryConfig.off())
            .build();
    return new ModelClient(dns, context);
  }

  /// A client of the model that runs on `data`.
  ///
  /// @throws IOException with a sentence when there is none
  public static ModelClient of(ControlClient control, Path data) throws IOException {
    List<InstanceStatus> instances =
        control.control().list(ListRequest.getDefaultInstance()).getInstancesList();
    InetSocketAddress dns =
        instances.stream()
            .filter(instance -> instance.getComponent().equals("dns"))
            .flatMap(instance -> instance.getEndpointsList().stream())
            .filter(endpoint -> endpoint.getName().equals("dns"))
            .map(endpoint -> new InetSocketAddress(endpoint.getHost(), endpoint.getPort()))
            .findFirst()
            .orElseThrow(() -> new IOException("the model's DNS server is not running"));
    return connect(dns, data);
  }

  public InetSocketAddress dns() {
    return dns;
  }

  /// The model's front door, as DNS tells it (SRV `_http._tcp.orrery.test`).
  ///
  /// @throws IOException when DNS does not answer or knows none
  public URI frontDoor() throws IOException {
    List<InetSocketAddress> doors = SrvLookup.find(dns, Neighbours.ZONE, "http", "");
    if (doors.isEmpty()) {
      throw new IOException(
          "DNS knows no _http._tcp." + Neighbours.ZONE + ": no load balancer is registered");
    }
    return URI.create(
        "http://"
            + doors.getFirst().getAddress().getHostAddress()
            + ":"
            + doors.getFirst().getPort());
  }

  /// A channel to a service by name, with the operator's credential.
  public Channel operator(String service) {
    return context.channels().operatorChannel("orrery:///" + service);
  }

  @Override
  public void close() {
    context.close();
  }
}
