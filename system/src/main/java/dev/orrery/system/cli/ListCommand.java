package dev.orrery.system.cli;

import dev.orrery.system.control.ControlClient;
import dev.orrery.system.v1.ListRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `./orrery list`.
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the instances of the running model.")
final class ListCommand implements Callable<Integer> {

  @Mixin private ControlOptions options = new ControlOptions();

  @Override
  public Integer call() throws Exception {
    try (ControlClient client = options.connect()) {
      StatusTable.print(
          new Console(System.out),
          client.control().list(ListRequest.getDefaultInstance()).getInstancesList());
    }
    return 0;
  }
}
