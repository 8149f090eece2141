package dev.orrery.system.cli;

import dev.orrery.system.control.ControlClient;
import dev.orrery.system.v1.PartitionRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./orrery partition INSTANCE`.
@Command(
    name = "partition",
    mixinStandardHelpOptions = true,
    description = "Cuts an instance or component off from the others, or heals it.")
final class PartitionCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "INSTANCE", description = "e.g. web-2")
  private String instance = "";

  @Option(names = "--heal", description = "let it be reached again")
  private boolean heal;

  @Mixin private ControlOptions options = new ControlOptions();

  @Override
  public Integer call() throws Exception {
    try (ControlClient client = options.connect()) {
      PartitionRequest request =
          PartitionRequest.newBuilder().setInstance(instance).setPartitioned(!heal).build();
      StatusTable.print(
          new Console(System.out), client.control().partition(request).getStatusesList());
    }
    return 0;
  }
}
