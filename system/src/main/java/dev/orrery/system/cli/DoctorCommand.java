package dev.orrery.system.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `./orrery doctor`: what is missing on this machine.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says what is missing on this machine, and what for.")
final class DoctorCommand implements Callable<Integer> {
  private static final int JAVA_NEEDED = 25;
  private static final long MEMORY_NEEDED_MIB = 2048;

  /// @param executable looked for on PATH
  /// @param debianPackage what to install
  /// @param purpose what does not work without it
  private record Tool(String executable, String debianPackage, String purpose, boolean required) {}

  private static final List<Tool> TOOLS =
      List.of(
          new Tool("mvn", "maven", "building", true),
          new Tool("dig", "dnsutils", "the DNS tests with a real client", false),
          new Tool("curl", "curl", "the examples of the chapters", false),
          new Tool("strace", "strace", "the test that a flush precedes the answer", false),
          new Tool("chromium", "chromium", "the test of the page in a browser", false),
          new Tool("chromedriver", "chromium-driver", "the test of the page in a browser", false),
          new Tool("haproxy", "haproxy", "measuring the load balancer beside its peer", false),
          new Tool(
              "redis-server",
              "redis-server",
              "the test of the adapter to Redis, and measuring the cache beside it",
              false));

  @Override
  public Integer call() {
    Console console = new Console(System.out);
    boolean whole = true;
    int feature = Runtime.version().feature();
    whole &=
        say(
            console,
            feature >= JAVA_NEEDED,
            "Java " + Runtime.version(),
            "everything needs Java 25",
            true);
    long mib = Runtime.getRuntime().maxMemory() >> 20;
    console.line(
        "  cores " + Runtime.getRuntime().availableProcessors() + ", heap up to " + mib + " MiB");
    if (mib * 4 < MEMORY_NEEDED_MIB) {
      console.line(
          "  little memory: the whole model wants " + MEMORY_NEEDED_MIB + " MiB on the machine");
    }
    for (Tool tool : TOOLS) {
      boolean found = onPath(tool.executable());
      boolean good =
          say(
              console,
              found,
              tool.executable(),
              "needed for "
                  + tool.purpose()
                  + "; on Debian: apt-get install "
                  + tool.debianPackage(),
              tool.required());
      whole &= good || !tool.required();
    }
    boolean grpcio = pythonHasGrpc();
    say(
        console,
        grpcio,
        "python3 with grpcio",
        "the cache in Python; on Debian: apt-get install python3-grpcio python3-grpc-tools",
        false);
    console.line(
        whole ? "nothing that is required is missing" : "something that is required is missing");
    return whole ? 0 : Main.FAILED;
  }

  private static boolean say(
      Console console, boolean good, String what, String otherwise, boolean required) {
    String mark = good ? console.green("ok") : required ? console.red("missing") : "absent";
    console.line(
        String.format(Locale.ROOT, "  %-8s %s%s", mark, what, good ? "" : ": " + otherwise));
    return good;
  }

  private static boolean onPath(String executable) {
    List<Path> folders = new ArrayList<>();
    for (String folder : String.valueOf(System.getenv("PATH")).split(java.io.File.pathSeparator)) {
      folders.add(Path.of(folder));
    }
    return folders.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(executable)));
  }

  private static boolean pythonHasGrpc() {
    try {
      Process process =
          new ProcessBuilder("/usr/bin/python3", "-c", "import grpc, grpc_tools")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
