package dev.orrery.social.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.Verdict;
import dev.orrery.testkit.contract.WrongTwin;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The lab proves itself: what is right is accepted, every wrong twin is rejected, the stub fails.
class SocialLabTest {
  private static final int SEEDS = 20;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> swapPoints() {
    List<DynamicTest> tests = new ArrayList<>();
    for (SwapPoint<?> point : ServiceLoader.load(SwapPoint.class)) {
      if (point.name().startsWith("social.")) {
        addTests(point, tests);
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static <S> void addTests(SwapPoint<S> point, List<DynamicTest> tests) {
    for (Map.Entry<String, S> builtIn : point.builtIns().entrySet()) {
      tests.add(
          dynamicTest(
              point.name() + " accepts " + builtIn.getKey(),
              () -> {
                for (int seed = 1; seed <= SEEDS; seed++) {
                  assertThat(
                          told(Judge.standard().judge(point.contract(), builtIn.getValue(), seed)))
                      .isEqualTo("accepted");
                  Contract<S> own = point.named().get(builtIn.getKey());
                  if (own != null) {
                    assertThat(told(Judge.standard().judge(own, builtIn.getValue(), seed)))
                        .isEqualTo("accepted");
                  }
                }
              }));
    }
    for (WrongTwin<S> twin : point.wrongTwins()) {
      Contract<S> against =
          twin.against().equals(Contract.ANY)
              ? point.contract()
              : point.named().get(twin.against());
      tests.add(
          dynamicTest(
              point.name() + " rejects " + twin.name(),
              () -> {
                for (int seed = 1; seed <= SEEDS; seed++) {
                  Judge judge = seed == 1 ? Judge.standard() : new Judge(300, 0);
                  assertThat(
                          judge
                              .judge(Objects.requireNonNull(against), twin.subject(), seed)
                              .accepted())
                      .as("%s is accepted on seed %s, but %s", twin.name(), seed, twin.mistake())
                      .isFalse();
                }
              }));
    }
  }

  private static String told(Verdict verdict) {
    return verdict instanceof Verdict.Rejected rejected ? rejected.explain() : "accepted";
  }

  @Test
  void theStubsCompileAndFail() throws Exception {
    for (Exercise exercise : new SocialLab().exercises()) {
      Class<?> stub = compile(exercise);
      SwapPoint<?> point =
          ServiceLoader.load(SwapPoint.class).stream()
              .map(ServiceLoader.Provider::get)
              .filter(found -> found.name().equals(exercise.swapPoint()))
              .findFirst()
              .orElseThrow();
      assertThat(judge(point, stub).accepted()).isFalse();
    }
  }

  private static <S> Verdict judge(SwapPoint<S> point, Class<?> implementation)
      throws ReflectiveOperationException {
    return Judge.standard().judge(point.contract(), point.instantiate(implementation), 1);
  }

  private Class<?> compile(Exercise exercise) throws Exception {
    Path source = folder.resolve(exercise.className().replace('.', '/') + ".java");
    Files.createDirectories(source.getParent());
    try (InputStream stub = SocialLab.class.getResourceAsStream(exercise.stubResource())) {
      assertThat(stub).as(exercise.stubResource()).isNotNull();
      Files.write(source, stub.readAllBytes());
    }
    assertThat(Files.readAllLines(source)).hasSizeLessThanOrEqualTo(60);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString()))
        .isZero();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      return loader.loadClass(exercise.className());
    }
  }

  @Test
  void theExperimentsWriteTheirNumbersAndTheirPictures() throws IOException, InterruptedException {
    for (Experiment experiment : new SocialLab().experiments()) {
      assertThat(experiment.body().run(folder)).isNotEmpty();
      assertThat(folder.resolve(experiment.name() + ".csv")).isNotEmptyFile();
      assertThat(folder.resolve(experiment.name() + ".svg")).isNotEmptyFile();
    }
  }
}
