package dev.orrery.cache.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.orrery.cache.CacheConfig;
import dev.orrery.cache.CacheServer;
import dev.orrery.cache.lab.component.CacheContract;
import dev.orrery.cache.lab.component.Mistake;
import dev.orrery.cache.lab.component.PlainCache;
import dev.orrery.cache.lab.component.PlainCacheServer;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.Law;
import dev.orrery.testkit.contract.Verdict;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class CacheContractTest {
  private static final CacheContract CONTRACT = new CacheContract();
  private static final String PYTHON = "/usr/bin/python3";

  /// A twin need not be shrunk to be rejected.
  private static final Judge QUICK = new Judge(CONTRACT.tries(), 0);

  /// A fifth of what the command line does: a law about times takes its time.
  private static final int ACCEPTING_TRIES = CONTRACT.tries() / 5;

  private interface Body {
    void run(Channel channel) throws Exception;
  }

  private static void withChannel(int port, Body body) throws Exception {
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create())
            .maxInboundMessageSize(8 << 20)
            .build();
    try {
      body.run(channel);
    } finally {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  private static void withPlainCache(Set<Mistake> mistakes, Body body) throws Exception {
    try (PlainCacheServer server = new PlainCacheServer(new PlainCache(mistakes))) {
      withChannel(server.port(), body);
    }
  }

  private static void accepts(Channel channel) {
    assertThat(new Judge(ACCEPTING_TRIES, 0).judge(CONTRACT.contract(), channel, 1))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void acceptsOurCache(@TempDir Path folder) throws Exception {
    try (ComponentContext context = ComponentContext.forTest("cache", folder);
        CacheServer server = new CacheServer(CacheConfig.defaults(), context)) {
      server.start();
      withChannel(server.endpoints().getFirst().port(), CacheContractTest::accepts);
    }
  }

  @Test
  void acceptsAnotherRightImplementation() throws Exception {
    withPlainCache(Set.of(), CacheContractTest::accepts);
  }

  @Test
  void acceptsTheCacheWrittenInPython() throws Exception {
    requirePython();
    Path script = script();
    Process python =
        new ProcessBuilder(PYTHON, script.toString(), "--port", "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = python.inputReader(StandardCharsets.UTF_8)) {
      String ready = String.valueOf(output.readLine());
      assertThat(ready).startsWith("ready grpc=127.0.0.1:");
      withChannel(
          Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1)),
          CacheContractTest::accepts);
      python.destroy();
      assertThat(python.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(python.exitValue()).isZero();
    } finally {
      python.destroyForcibly();
    }
  }

  private static void requirePython() throws IOException, InterruptedException {
    boolean usable =
        Path.of(PYTHON).toFile().canExecute()
            && new ProcessBuilder(PYTHON, "-c", "import grpc, grpc_tools")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor()
                == 0;
    String missing = PYTHON + " lacks grpcio (Debian: python3-grpcio python3-grpc-tools)";
    if ("true".equals(System.getenv("CI"))) {
      assertThat(usable).as(missing).isTrue();
    }
    Assumptions.assumeTrue(usable, missing);
  }

  /// Surefire runs in the module's folder, an editor perhaps in the root.
  private static Path script() {
    return Stream.of("python/cache.py", "lab/python/cache.py", "cache/lab/python/cache.py")
        .map(Path::of)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }

  @TestFactory
  Stream<DynamicTest> rejectsEveryWrongTwin() {
    return Arrays.stream(Mistake.values()).map(twin -> rejected(twin, LongStream.of(1)));
  }

  @TestFactory
  @Tag("deep")
  Stream<DynamicTest> rejectsEveryWrongTwinOnTwentySeeds() {
    return Arrays.stream(Mistake.values())
        .map(twin -> rejected(twin, LongStream.rangeClosed(1, 20)));
  }

  private static DynamicTest rejected(Mistake mistake, LongStream seeds) {
    return dynamicTest(
        mistake + ": " + mistake.description(),
        () ->
            withPlainCache(
                Set.of(mistake),
                channel ->
                    seeds.forEach(seed ->
                        assertThat(QUICK.judge(law(mistake.law()), channel, seed))
                            .as("seed %d", seed)
                            .isInstanceOf(Verdict.Rejected.class))));
  }

  private static Law<Channel, ?> law(String name) {
    return CONTRACT.contract().laws().stream()
        .filter(law -> law.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tellsAShrunkStory() throws Exception {
    withPlainCache(
        Set.of(Mistake.COUNTS_FROM_ONE),
        channel -> {
          Verdict verdict = new Judge(CONTRACT.tries(), 500).judge(CONTRACT.contract(), channel, 1);
          assertThat(((Verdict.Rejected) verdict).story())
              .startsWith("increment ")
              .doesNotContain(";");
        });
  }
}
