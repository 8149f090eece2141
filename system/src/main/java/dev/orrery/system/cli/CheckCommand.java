package dev.orrery.system.cli;

import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.rpc.Credentials;
import dev.orrery.runtime.telemetry.TelemetryConfig;
import dev.orrery.system.judging.Contracts;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.Verdict;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./orrery check`: is an implementation right?
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Judges an implementation by its contract; exits 0 when it is accepted, 1 when it is rejected.",
      "  ./orrery check cache.eviction --impl my.pkg.MyLru --as lru --classpath DIR",
      "  ./orrery check cache --target grpc://127.0.0.1:9400",
      "Without arguments it lists the contracts."
    })
final class CheckCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CONTRACT",
      description = "a swap point or a component")
  private @Nullable String name;

  @Option(names = "--impl", paramLabel = "CLASS", description = "the class to judge")
  private @Nullable String implementation;

  @Option(
      names = "--as",
      paramLabel = "ALGORITHM",
      description = "demand exactly this algorithm, e.g. lru")
  private String as = Contract.ANY;

  @Option(
      names = "--target",
      paramLabel = "grpc://HOST:PORT",
      description = "the running component to judge")
  private @Nullable String target;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "where the model's credentials lie",
      defaultValue = "data")
  private Path data = Path.of("data");

  @Option(
      names = "--classpath",
      paramLabel = "DIR",
      description = "folders or jars with your classes")
  private @Nullable String classpath;

  private final Console console = new Console(System.out);

  @Override
  public Integer call() throws Exception {
    Contracts contracts = new Contracts();
    if (name == null) {
      list(contracts);
      return 0;
    }
    if (implementation != null) {
      return report(contracts.judge(name, load(implementation), as), implementation);
    }
    if (target != null) {
      return judgeTarget(contracts, name, target);
    }
    throw new ConfigurationException(
        "say what to judge: --impl CLASS for a swap point, --target grpc://HOST:PORT for a component");
  }

  private static Class<?> load(String className) {
    try {
      return Class.forName(className);
    } catch (ClassNotFoundException | LinkageError missing) {
      throw new ConfigurationException(
          "cannot load the class "
              + className
              + " ("
              + missing
              + "); give its folder or jar with --classpath");
    }
  }

  private int judgeTarget(Contracts contracts, String component, String uri) throws Exception {
    if (!uri.startsWith("grpc://")) {
      throw new ConfigurationException("--target is \"" + uri + "\", expected grpc://HOST:PORT");
    }
    try (ComponentContext context =
        ComponentContext.builder("check", "check-1", data.resolve("check-1"))
            .credentials(Credentials.in(data))
            .telemetry(TelemetryConfig.off())
            .build()) {
      return report(
          contracts.judgeComponent(
              component, context.channels().operatorChannel(uri.substring("grpc://".length()))),
          uri);
    }
  }

  private int report(Verdict verdict, String subject) {
    switch (verdict) {
      case Verdict.Accepted accepted -> {
        console.line(
            console.green("accepted")
                + "  "
                + subject
                + " kept every law on "
                + accepted.cases()
                + " cases");
        return 0;
      }
      case Verdict.Rejected rejected -> {
        console.line(console.red("rejected") + "  " + subject);
        console.line("  " + rejected.explain());
        return Main.FAILED;
      }
    }
  }

  private void list(Contracts contracts) {
    console.line(console.bold("swap points (--impl CLASS)"));
    for (SwapPoint<?> point : contracts.swapPoints().values()) {
      String named =
          point.named().isEmpty() ? "" : "  --as " + String.join("|", point.named().keySet());
      console.line("  " + point.name() + named);
      console.line("      " + point.summary());
      console.line("      implement " + point.type().getName() + " with " + point.constructor());
    }
    console.line(console.bold("components (--target grpc://HOST:PORT)"));
    contracts.components().keySet().forEach(component -> console.line("  " + component));
  }
}
