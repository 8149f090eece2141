package dev.orrery.system.cli;

import dev.orrery.system.control.ControlClient;
import dev.orrery.system.v1.StartRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `./orrery start INSTANCE`.
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = "Starts a stopped instance of the running model again.")
final class StartCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "INSTANCE", description = "e.g. web-2")
  private String instance = "";

  @Mixin private ControlOptions options = new ControlOptions();

  @Override
  public Integer call() throws Exception {
    try (ControlClient client = options.connect()) {
      StartRequest request = StartRequest.newBuilder().setInstance(instance).build();
      StatusTable.print(
          new Console(System.out), List.of(client.control().start(request).getStatus()));
    }
    return 0;
  }
}
