package dev.orrery.tracing.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.Verdict;
import dev.orrery.testkit.contract.WrongTwin;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.tracing.TracingConfig;
import dev.orrery.tracing.TracingServer;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class TracingLabTest {
  private static final int SEEDS = 20;

  /// Cases a law and seed for what is right: 2,000 in all.
  private static final int ACCEPTED_TRIES = 100;

  @TestFactory
  Stream<DynamicTest> criticalPath() {
    return verdicts(new CriticalPathSwapPoint());
  }

  @TestFactory
  Stream<DynamicTest> quantiles() {
    return verdicts(new QuantilesSwapPoint());
  }

  @TestFactory
  Stream<DynamicTest> eviction() {
    return verdicts(new EvictionSwapPoint());
  }

  /// Built-ins are accepted, wrong twins rejected, on each of the seeds.
  private static <S> Stream<DynamicTest> verdicts(SwapPoint<S> point) {
    List<DynamicTest> tests = new ArrayList<>();
    point
        .builtIns()
        .forEach((name, subject) -> {
          tests.add(accepted(name, point.contract(), subject));
          if (point.named().containsKey(name)) {
            tests.add(accepted(name + " as itself", contract(point, name), subject));
          }
        });
    for (WrongTwin<S> twin : point.wrongTwins()) {
      tests.add(
          dynamicTest(
              twin.name() + " is rejected",
              () -> {
                for (long seed = 1; seed <= SEEDS; seed++) {
                  Contract<S> contract = contract(point, twin.against());
                  assertThat(Judge.standard().judge(contract, twin.subject(), seed))
                      .as("seed %d", seed)
                      .isInstanceOf(Verdict.Rejected.class);
                }
              }));
    }
    return tests.stream();
  }

  private static <S> DynamicTest accepted(String name, Contract<S> contract, S subject) {
    return dynamicTest(
        name + " is accepted",
        () -> {
          for (long seed = 1; seed <= SEEDS; seed++) {
            Verdict verdict = new Judge(ACCEPTED_TRIES, 5_000).judge(contract, subject, seed);
            assertThat(verdict).as("seed %d", seed).isInstanceOf(Verdict.Accepted.class);
          }
        });
  }

  private static <S> Contract<S> contract(SwapPoint<S> point, String name) {
    return name.equals(Contract.ANY)
        ? point.contract()
        : Objects.requireNonNull(point.named().get(name), name);
  }

  @Test
  void theStubCompilesAndFails(@TempDir Path folder) throws Exception {
    Exercise exercise = new TracingLab().exercises().getFirst();
    Path source = folder.resolve(exercise.className() + ".java");
    try (InputStream stub = TracingLab.class.getResourceAsStream(exercise.stubResource())) {
      Files.write(source, Objects.requireNonNull(stub, exercise.stubResource()).readAllBytes());
    }
    assertThat(Files.readString(source, StandardCharsets.UTF_8).lines().count())
        .isLessThanOrEqualTo(60);
    String classPath = System.getProperty("java.class.path");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-cp", classPath, source.toString());
    assertThat(result).isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      CriticalPathSwapPoint point = new CriticalPathSwapPoint();
      var subject = point.instantiate(loader.loadClass(exercise.className()));
      assertThat(Judge.standard().judge(contract(point, exercise.as()), subject, 1))
          .isInstanceOf(Verdict.Rejected.class);
    }
  }

  @Test
  void theComponentKeepsItsContract(@TempDir Path folder) throws Exception {
    TracingComponentContract contract = new TracingComponentContract();
    try (ComponentContext context = ComponentContext.forTest("tracing", folder);
        TracingServer server = new TracingServer(TracingConfig.defaults(), context)) {
      server.start();
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.endpoints().getFirst().port())
              .usePlaintext()
              .build();
      try {
        Judge judge = new Judge(10, 50);
        assertThat(judge.judge(contract.contract(), channel, 1))
            .isInstanceOf(Verdict.Accepted.class);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void theExperimentsWriteNumbersAndAPicture(@TempDir Path folder) throws Exception {
    for (Experiment experiment : new TracingLab().experiments()) {
      assertThat(experiment.body().run(folder)).isNotEmpty();
      assertThat(folder.resolve(experiment.name() + ".csv")).isNotEmptyFile();
      assertThat(folder.resolve(experiment.name() + ".svg")).isNotEmptyFile();
    }
  }
}
