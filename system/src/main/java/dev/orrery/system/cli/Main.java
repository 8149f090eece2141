package dev.orrery.system.cli;

import dev.orrery.runtime.config.ConfigurationException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/// The launcher's entry: `./orrery COMMAND`.
@Command(
    name = "orrery",
    mixinStandardHelpOptions = true,
    version = "orrery 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    description = "A working model of a whole distributed system.",
    subcommands = {
      UpCommand.class,
      RunCommand.class,
      TourCommand.class,
      LoadCommand.class,
      ListCommand.class,
      StopCommand.class,
      StartCommand.class,
      SlowCommand.class,
      PartitionCommand.class,
      CheckCommand.class,
      LabCommand.class,
      BenchCommand.class,
      KeysCommand.class,
      DoctorCommand.class,
      TrainCommand.class
    },
    footer = {
      "",
      "  test [--deep] builds everything and runs the tests (handled by the launcher script).",
      "  COMMAND --help says more about a command."
    })
public final class Main {
  /// A command that was understood but could not be done.
  static final int FAILED = 1;

  /// A command that was not understood.
  static final int USAGE = 2;

  private Main() {}

  /// @param arguments the command and its options
  public static void main(String[] arguments) {
    LogManager.getLogManager().reset(); // libraries log nothing; components log through telemetry
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((failure, command, _) -> {
      command.getErr().println(Failures.sentence(failure));
      return failure instanceof ConfigurationException ? USAGE : FAILED;
    });
    CommandLine.IParameterExceptionHandler usual = line.getParameterExceptionHandler();
    line.setParameterExceptionHandler(
        (ParameterException failure, String[] given) -> usual.handleParseException(failure, given));
    return line;
  }
}
