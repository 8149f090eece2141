package dev.orrery.system.control;

import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.rpc.Access;
import dev.orrery.runtime.rpc.Credentials;
import dev.orrery.runtime.rpc.RpcServer;
import dev.orrery.runtime.telemetry.TelemetryConfig;
import dev.orrery.system.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/// Serves the control contract of a model, and leaves its address and process id (`HOST:PORT PID`)
/// in the data directory (`system/control`), where the commands look for it.
public final class ControlServer implements AutoCloseable {
  static final String ADDRESS_FILE = "system/control";

  private final Model model;
  private final Credentials credentials;
  private final int port;
  private @Nullable ComponentContext context;
  private @Nullable RpcServer server;
  private @Nullable Path addressFile;

  public ControlServer(Model model, Credentials credentials, int port) {
    this.model = model;
    this.credentials = credentials;
    this.port = port;
  }

  /// @throws IOException when the port is taken or the address cannot be written
  public void start(Path data) throws IOException {
    ComponentContext fresh =
        ComponentContext.builder("control", "control-1", data.resolve("control-1"))
            .telemetry(TelemetryConfig.off())
            .credentials(credentials)
            .build();
    context = fresh;
    server =
        RpcServer.builder(fresh)
            .port(port)
            .service(new ControlService(model), Access.OPERATOR)
            .start();
    addressFile = data.resolve(ADDRESS_FILE);
    Path temporary = data.resolve(ADDRESS_FILE + ".new");
    Files.writeString(
        temporary,
        endpoint().host() + ":" + endpoint().port() + " " + ProcessHandle.current().pid() + "\n");
    Files.move(
        temporary,
        addressFile,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  public Endpoint endpoint() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return new Endpoint("control", "127.0.0.1", server.port());
  }

  @Override
  public void close() {
    if (addressFile != null) {
      try {
        Files.deleteIfExists(addressFile);
      } catch (IOException leftBehind) {
        // Whoever reads it finds nobody listening.
      }
    }
    if (server != null) {
      server.close();
    }
    if (context != null) {
      context.close();
    }
  }
}
