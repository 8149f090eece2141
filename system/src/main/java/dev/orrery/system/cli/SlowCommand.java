package dev.orrery.system.cli;

import dev.orrery.system.control.ControlClient;
import dev.orrery.system.v1.SlowRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `./orrery slow INSTANCE DELAY`.
@Command(
    name = "slow",
    mixinStandardHelpOptions = true,
    description = "Makes every request to an instance or component wait first; 0ms ends it.")
final class SlowCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "INSTANCE", description = "e.g. web-2")
  private String instance = "";

  @Parameters(index = "1", paramLabel = "DELAY", description = "e.g. 200ms, 1s")
  private String delay = "";

  @Mixin private ControlOptions options = new ControlOptions();

  @Override
  public Integer call() throws Exception {
    try (ControlClient client = options.connect()) {
      SlowRequest request =
          SlowRequest.newBuilder()
              .setInstance(instance)
              .setDelayMillis((int) Durations.parse(delay).toMillis())
              .build();
      StatusTable.print(new Console(System.out), client.control().slow(request).getStatusesList());
    }
    return 0;
  }
}
