package dev.orrery.dns.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.dns.DnsConfig;
import dev.orrery.dns.DnsServer;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.testkit.contract.ComponentContract;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.Verdict;
import dev.orrery.testkit.contract.WrongTwin;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The proof of the lab: what ships is accepted, every wrong twin is rejected on every fixed seed,
/// and the stubs fail.
class DnsLabTest {
  private static final int SEEDS = 20;

  @TempDir Path folder;

  private static List<SwapPoint<?>> swapPoints() {
    List<SwapPoint<?>> own = new ArrayList<>();
    for (SwapPoint<?> point : ServiceLoader.load(SwapPoint.class)) {
      if (point.name().startsWith("dns.")) {
        own.add(point);
      }
    }
    return own;
  }

  @Test
  void fiveSwapPointsAreFoundEachWithFourTwinsOrMore() {
    assertThat(swapPoints())
        .hasSize(5)
        .allSatisfy(point -> assertThat(point.wrongTwins()).hasSizeGreaterThanOrEqualTo(4));
  }

  @TestFactory
  Stream<DynamicTest> builtInsAreAccepted() {
    return swapPoints().stream().flatMap(DnsLabTest::builtInsOf);
  }

  private static <S> Stream<DynamicTest> builtInsOf(SwapPoint<S> point) {
    return point.builtIns().entrySet().stream()
        .map(builtIn ->
            DynamicTest.dynamicTest(
                point.name() + " " + builtIn.getKey(),
                () -> {
                  for (int seed = 1; seed <= SEEDS; seed++) {
                    accepted(point.contract(), builtIn.getValue(), seed);
                    if (point.named().containsKey(builtIn.getKey())) {
                      accepted(point.named().get(builtIn.getKey()), builtIn.getValue(), seed);
                    }
                  }
                }));
  }

  private static <S> void accepted(Contract<S> contract, S subject, long seed) {
    Verdict verdict = new Judge(40, 1_000).judge(contract, subject, seed);
    assertThat(verdict.accepted()).as("%s", verdict).isTrue();
  }

  @TestFactory
  Stream<DynamicTest> wrongTwinsAreRejected() {
    return swapPoints().stream().flatMap(DnsLabTest::twinsOf);
  }

  private static <S> Stream<DynamicTest> twinsOf(SwapPoint<S> point) {
    return point.wrongTwins().stream()
        .map(twin ->
            DynamicTest.dynamicTest(
                point.name() + " " + twin.name(),
                () -> {
                  for (int seed = 1; seed <= SEEDS; seed++) {
                    Verdict verdict =
                        new Judge(300, 20).judge(against(point, twin), twin.subject(), seed);
                    assertThat(verdict.accepted()).as("accepted on seed %d", seed).isFalse();
                  }
                }));
  }

  private static <S> Contract<S> against(SwapPoint<S> point, WrongTwin<S> twin) {
    return twin.against().equals(Contract.ANY)
        ? point.contract()
        : Objects.requireNonNull(point.named().get(twin.against()));
  }

  @TestFactory
  Stream<DynamicTest> stubsCompileAndFail() {
    return lab().exercises().stream()
        .map(exercise ->
            DynamicTest.dynamicTest(
                exercise.name(),
                () -> {
                  SwapPoint<?> point =
                      swapPoints().stream()
                          .filter(p -> p.name().equals(exercise.swapPoint()))
                          .findFirst()
                          .orElseThrow();
                  assertThat(judgeStub(point, exercise).accepted()).isFalse();
                }));
  }

  private <S> Verdict judgeStub(SwapPoint<S> point, Exercise exercise) throws Exception {
    Path source = folder.resolve(exercise.className() + ".java");
    try (InputStream stub = DnsLab.class.getResourceAsStream(exercise.stubResource())) {
      assertThat(stub).isNotNull();
      Files.write(source, stub.readAllBytes());
    }
    assertThat(Files.readAllLines(source)).hasSizeLessThanOrEqualTo(60);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString());
    assertThat(failed).isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      S subject = point.instantiate(loader.loadClass(exercise.className()));
      Contract<S> contract =
          exercise.as().equals(Contract.ANY)
              ? point.contract()
              : Objects.requireNonNull(point.named().get(exercise.as()));
      return Judge.standard().judge(contract, subject, 1);
    }
  }

  private static Lab lab() {
    return ServiceLoader.load(Lab.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(found -> found.component().equals("dns"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void experimentsWriteTheirNumbersAndTheirPicture() throws Exception {
    for (Experiment experiment : lab().experiments()) {
      assertThat(experiment.body().run(folder)).isNotEmpty();
      assertThat(folder.resolve(experiment.name() + ".csv")).isNotEmptyFile();
      assertThat(folder.resolve(experiment.name() + ".svg")).isNotEmptyFile();
    }
  }

  @Test
  void theServerKeepsTheComponentContract() throws Exception {
    ComponentContract contract =
        ServiceLoader.load(ComponentContract.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.name().equals("dns"))
            .findFirst()
            .orElseThrow();
    try (ComponentContext context = ComponentContext.forTest("dns", folder.resolve("data"));
        DnsServer server = new DnsServer(DnsConfig.defaults(), context)) {
      server.start();
      Verdict verdict =
          new Judge(10, 20)
              .judge(
                  contract.contract(),
                  context
                      .channels()
                      .operatorChannel("127.0.0.1:" + server.endpoints().getFirst().port()),
                  1);
      assertThat(verdict.accepted()).as("%s", verdict).isTrue();
    }
  }
}
