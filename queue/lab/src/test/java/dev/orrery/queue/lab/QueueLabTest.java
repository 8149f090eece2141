package dev.orrery.queue.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.orrery.queue.core.retry.RetryPolicy;
import dev.orrery.queue.lab.ledger.LedgerSwapPoint;
import dev.orrery.queue.lab.retry.RetrySwapPoint;
import dev.orrery.testkit.contract.ComponentContract;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.Verdict;
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
import java.util.ServiceLoader;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class QueueLabTest {
  private static final Judge TWINS = new Judge(300, 20);
  private static final int SEEDS = 20;

  @TempDir private Path directory;

  private final Lab lab = new QueueLab();

  @TestFactory
  Stream<DynamicTest> builtInsKeepTheirContracts() {
    return Stream.concat(builtIns(new LedgerSwapPoint()), builtIns(new RetrySwapPoint()));
  }

  private static <S> Stream<DynamicTest> builtIns(SwapPoint<S> point) {
    return point.builtIns().entrySet().stream()
        .flatMap(it ->
            Stream.of(point.contract(), point.named().getOrDefault(it.getKey(), point.contract()))
                .distinct()
                .map(contract ->
                    dynamicTest(
                        point.name() + " " + it.getKey() + " as " + contract.name(),
                        () -> assertAccepted(contract, it.getValue()))));
  }

  private static <S> void assertAccepted(Contract<S> contract, S subject) {
    if (Judge.standard().judge(contract, subject, 1) instanceof Verdict.Rejected rejected) {
      throw new AssertionError(rejected.explain());
    }
  }

  @TestFactory
  Stream<DynamicTest> everyWrongTwinIsRejectedOnTwentySeeds() {
    return Stream.concat(twins(new LedgerSwapPoint()), twins(new RetrySwapPoint()));
  }

  private static <S> Stream<DynamicTest> twins(SwapPoint<S> point) {
    return point.wrongTwins().stream()
        .map(twin ->
            dynamicTest(
                point.name() + " " + twin.name(),
                () -> {
                  Contract<S> contract =
                      point.named().getOrDefault(twin.against(), point.contract());
                  for (long seed = 1; seed <= SEEDS; seed++) {
                    assertThat(TWINS.judge(contract, twin.subject(), seed).accepted())
                        .as("seed %s", seed)
                        .isFalse();
                  }
                }));
  }

  @Test
  void theStubCompilesAndFails() throws Exception {
    Exercise exercise = lab.exercises().getFirst();
    Path source = directory.resolve("MyRetry.java");
    try (InputStream stub = QueueLab.class.getResourceAsStream(exercise.stubResource())) {
      assertThat(stub).isNotNull();
      Files.write(source, stub.readAllBytes());
    }
    assertThat(Files.readAllLines(source)).hasSizeLessThanOrEqualTo(60);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                source.toString());
    assertThat(result).isZero();
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {directory.toUri().toURL()}, QueueLab.class.getClassLoader())) {
      RetrySwapPoint point = new RetrySwapPoint();
      var stub = point.instantiate(loader.loadClass(exercise.className()));
      Contract<RetryPolicy.Factory> asked =
          point.named().getOrDefault(exercise.as(), point.contract());
      assertThat(asked.name()).isEqualTo(exercise.as());
      assertThat(TWINS.judge(asked, stub, 1).accepted()).isFalse();
    }
  }

  @Test
  void experimentsWriteTheirNumbersAndPictures() throws Exception {
    for (Experiment experiment : lab.experiments()) {
      List<String> findings = experiment.body().run(directory);
      assertThat(findings).isNotEmpty();
      findings.forEach(System.out::println);
      assertThat(directory.resolve(experiment.name() + ".csv")).isNotEmptyFile();
      assertThat(directory.resolve(experiment.name() + ".svg")).isNotEmptyFile();
    }
  }

  @Test
  void everythingIsFoundByItsServiceFile() {
    assertThat(ServiceLoader.load(Lab.class)).hasAtLeastOneElementOfType(QueueLab.class);
    List<String> points = new ArrayList<>();
    for (SwapPoint<?> point : ServiceLoader.load(SwapPoint.class)) {
      points.add(point.name());
    }
    assertThat(points).contains("queue.ledger", "queue.retry");
    assertThat(ServiceLoader.load(ComponentContract.class))
        .extracting(ComponentContract::name)
        .contains("queue");
  }
}
