package dev.orrery.system.cli;

import dev.orrery.system.control.ControlClient;
import dev.orrery.system.v1.StopRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./orrery stop INSTANCE`.
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = "Stops an instance of the running model, draining it first.")
final class StopCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "INSTANCE", description = "e.g. web-2")
  private String instance = "";

  @Option(names = "--hard", description = "cut its connections at once, as a crash would")
  private boolean hard;

  @Mixin private ControlOptions options = new ControlOptions();

  @Override
  public Integer call() throws Exception {
    try (ControlClient client = options.connect()) {
      StopRequest request = StopRequest.newBuilder().setInstance(instance).setHard(hard).build();
      StatusTable.print(
          new Console(System.out), List.of(client.control().stop(request).getStatus()));
    }
    return 0;
  }
}
