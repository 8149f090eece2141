package dev.orrery.system.cli;

import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.rpc.Credentials;
import dev.orrery.runtime.telemetry.TelemetryConfig;
import dev.orrery.system.judging.Contracts;
import dev.orrery.system.judging.Limits;
import dev.orrery.system.judging.Outcome;
import dev.orrery.system.judging.Subject;
import dev.orrery.system.judging.Task;
import dev.orrery.system.judging.WarmJudge;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.Verdict;
import io.grpc.Channel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
      "  ./orrery check cache.eviction --impl desk/primitives/MyLru.java --as lru",
      "  ./orrery check cache --target grpc://127.0.0.1:9400",
      "Without arguments it lists the contracts."
    })
final class CheckCommand implements Callable<Integer> {
  private static final Duration ALL_SEEDS_BOUND = Duration.ofMinutes(15);
  private static final Duration TARGET_BOUND = Duration.ofMinutes(5);

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CONTRACT",
      description = "a swap point or a component")
  private @Nullable String name;

  @Option(
      names = "--impl",
      paramLabel = "CLASS",
      description = "the class to judge, or its source file, which is compiled first")
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
      names = "--time-out",
      paramLabel = "SECONDS",
      description = {
        "how long one case may take, or with --target the whole;",
        "computing without a pause, a case may take a quarter of it (default: 5, with --target 300)"
      })
  private @Nullable Integer timeOutSeconds;

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
      return judgeImplementation(name, implementation);
    }
    if (target != null) {
      return judgeTarget(contracts, name, target);
    }
    throw new ConfigurationException(
        "say what to judge: --impl CLASS for a swap point, --target grpc://HOST:PORT for a component");
  }

  private int judgeImplementation(String point, String subject) throws Exception {
    Limits limits = new Limits(timeOut(Limits.STANDARD.onePause()), ALL_SEEDS_BOUND);
    try (WarmJudge judge = new WarmJudge()) {
      return report(judge.judge(Task.whole(point, as, Subject.of(subject), limits)), subject);
    }
  }

  private Duration timeOut(Duration usual) {
    if (timeOutSeconds == null) {
      return usual;
    }
    if (timeOutSeconds < 1) {
      throw new ConfigurationException(
          "--time-out is " + timeOutSeconds + ", expected a number of seconds from 1 up");
    }
    return Duration.ofSeconds(timeOutSeconds);
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
      Channel channel = context.channels().operatorChannel(uri.substring("grpc://".length()));
      return report(judgeInTime(contracts, component, channel), uri);
    }
  }

  /// The component runs elsewhere; all it can do to us is never to answer.
  private Outcome judgeInTime(Contracts contracts, String component, Channel channel)
      throws Exception {
    FutureTask<Verdict> verdict =
        new FutureTask<>(() -> contracts.judgeComponent(component, channel));
    Thread judging = Thread.ofPlatform().daemon().name("judge").start(verdict);
    Duration bound = timeOut(TARGET_BOUND);
    try {
      return switch (verdict.get(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        case Verdict.Accepted accepted -> new Outcome.Accepted(accepted.cases(), 1);
        case Verdict.Rejected rejected ->
            new Outcome.Rejected(
                rejected.law(), rejected.story(), rejected.reason(), rejected.seed(), "", "");
      };
    } catch (TimeoutException slow) {
      judging.interrupt();
      return new Outcome.Stopped(
          "is not done after " + bound.toSeconds() + " s (--time-out)", "", "", "", "");
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    }
  }

  private int report(Outcome outcome, String subject) {
    switch (outcome) {
      case Outcome.Unfit(String why) -> throw new ConfigurationException(why);
      case Outcome.Accepted accepted ->
          console.line(
              console.green("accepted") + "  " + subject + " " + accepted.explain().getFirst());
      default -> {
        console.line(console.red("rejected") + "  " + subject);
        outcome.explain().forEach(line -> console.line("  " + line));
      }
    }
    return outcome.accepted() ? 0 : Main.FAILED;
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
