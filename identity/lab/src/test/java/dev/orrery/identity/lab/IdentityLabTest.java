package dev.orrery.identity.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.orrery.identity.core.refresh.RefreshRotation;
import dev.orrery.identity.lab.password.PasswordHashSwapPoint;
import dev.orrery.identity.lab.refresh.RefreshSwapPoint;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.Verdict;
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

class IdentityLabTest {
  private static final Judge JUDGE = new Judge(300, 20);
  private static final int SEEDS = 20;

  @TempDir private Path directory;

  IdentityLabTest() {}

  @TestFactory
  Stream<DynamicTest> builtInsKeepTheirContracts() {
    return Stream.concat(builtIns(new PasswordHashSwapPoint()), builtIns(new RefreshSwapPoint()));
  }

  private static <S> Stream<DynamicTest> builtIns(SwapPoint<S> point) {
    return point.builtIns().entrySet().stream()
        .flatMap(it ->
            Stream.of(point.contract(), point.named().getOrDefault(it.getKey(), point.contract()))
                .distinct()
                .map(contract ->
                    dynamicTest(
                        point.name() + " " + it.getKey() + " as " + contract.name(),
                        () -> accepts(contract, it.getValue()))));
  }

  private static <S> void accepts(Contract<S> contract, S subject) {
    if (JUDGE.judge(contract, subject, 1) instanceof Verdict.Rejected rejected) {
      throw new AssertionError(rejected.explain());
    }
  }

  @TestFactory
  Stream<DynamicTest> everyWrongTwinIsRejectedOnTwentySeeds() {
    return Stream.concat(twins(new PasswordHashSwapPoint()), twins(new RefreshSwapPoint()));
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
                    assertThat(JUDGE.judge(contract, twin.subject(), seed).accepted())
                        .as("seed %s", seed)
                        .isFalse();
                  }
                }));
  }

  @Test
  void theStubCompilesAndFails() throws Exception {
    var exercise = new IdentityLab().exercises().getFirst();
    Path source = directory.resolve("desk/MyRotation.java");
    Files.createDirectories(directory.resolve("desk"));
    try (InputStream stub = IdentityLab.class.getResourceAsStream(exercise.stubResource())) {
      assertThat(stub).isNotNull();
      Files.copy(stub, source);
    }
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
    try (var loader =
        new URLClassLoader(
            new URL[] {directory.toUri().toURL()}, IdentityLab.class.getClassLoader())) {
      RefreshSwapPoint point = new RefreshSwapPoint();
      RefreshRotation stub = point.instantiate(loader.loadClass(exercise.className()));
      assertThat(JUDGE.judge(point.contract(), stub, 1).accepted()).isFalse();
    }
  }

  @TestFactory
  Stream<DynamicTest> experimentsWriteTheirNumbersAndTheirPictures() {
    return new IdentityLab().experiments().stream().map(this::experiment);
  }

  private DynamicTest experiment(Experiment experiment) {
    return dynamicTest(
        experiment.name(),
        () -> {
          assertThat(experiment.body().run(directory)).isNotEmpty();
          assertThat(directory.resolve(experiment.name() + ".csv")).isNotEmptyFile();
          assertThat(directory.resolve(experiment.name() + ".svg")).isNotEmptyFile();
        });
  }

  @Test
  void everythingIsFoundByItsServiceFile() {
    List<String> names = new ArrayList<>();
    for (SwapPoint<?> point : ServiceLoader.load(SwapPoint.class)) {
      names.add(point.name());
    }
    assertThat(names).contains("identity.password-hash", "identity.refresh");
    assertThat(ServiceLoader.load(Lab.class).stream().map(it -> it.get().component()))
        .contains("identity");
  }
}
