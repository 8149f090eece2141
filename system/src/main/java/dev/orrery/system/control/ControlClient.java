package dev.orrery.system.control;

import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.rpc.Credentials;
import dev.orrery.runtime.telemetry.TelemetryConfig;
import dev.orrery.system.v1.ControlGrpc;
import dev.orrery.system.v1.ListRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A command's way to the model that runs on a data directory, with the operator's credential found
/// there.
public final class ControlClient implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final ComponentContext context;
  private final String address;

  private ControlClient(ComponentContext context, String address) {
    this.context = context;
    this.address = address;
  }

  /// The model running on `data`; empty when none answers.
  ///
  /// @throws IOException when the data directory cannot be read
  public static Optional<ControlClient> find(Path data) throws IOException {
    Path file = data.resolve(ControlServer.ADDRESS_FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    ComponentContext context =
        ComponentContext.builder("command", "command-1", data.resolve("command-1"))
            .telemetry(TelemetryConfig.off())
            .credentials(Credentials.in(data))
            .build();
    ControlClient client = new ControlClient(context, Files.readString(file).strip().split(" ")[0]);
    try {
      client.control().list(ListRequest.getDefaultInstance());
      return Optional.of(client);
    } catch (StatusRuntimeException nobodyThere) {
      client.close();
      return Optional.empty();
    }
  }

  /// The process id of the model that runs on `data`.
  ///
  /// @throws IOException when none does
  public static long pid(Path data) throws IOException {
    return Long.parseLong(
        Files.readString(data.resolve(ControlServer.ADDRESS_FILE)).strip().split(" ")[1]);
  }

  public ControlGrpc.ControlBlockingStub control() {
    return ControlGrpc.newBlockingStub(context.channels().operatorChannel(address))
        .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    context.close();
  }
}
