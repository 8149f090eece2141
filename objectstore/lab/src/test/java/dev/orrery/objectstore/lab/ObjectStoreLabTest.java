package dev.orrery.objectstore.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.Verdict;
import dev.orrery.testkit.contract.WrongTwin;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The lab proves itself: what is right is accepted, every wrong twin is rejected, the stub fails.
class ObjectStoreLabTest {
  private static final int SEEDS = 20;

  private static final Judge JUDGE = new Judge(60, 100);

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> swapPoints() {
    List<DynamicTest> tests = new ArrayList<>();
    for (SwapPoint<?> point : ServiceLoader.load(SwapPoint.class)) {
      addTests(point, tests);
    }
    return tests.stream();
  }

  private static <S> void addTests(SwapPoint<S> point, List<DynamicTest> tests) {
    for (Map.Entry<String, S> builtIn : point.builtIns().entrySet()) {
      tests.add(
          dynamicTest(
              point.name() + " accepts " + builtIn.getKey(),
              () -> {
                for (int seed = 1; seed <= SEEDS; seed++) {
                  assertThat(told(JUDGE.judge(point.contract(), builtIn.getValue(), seed)))
                      .isEqualTo("accepted");
                }
              }));
    }
    for (WrongTwin<S> twin : point.wrongTwins()) {
      tests.add(
          dynamicTest(
              point.name() + " rejects " + twin.name(),
              () -> {
                for (int seed = 1; seed <= SEEDS; seed++) {
                  assertRejected(JUDGE, point.contract(), twin, seed);
                }
              }));
    }
  }

  private static <S> void assertRejected(
      Judge judge, Contract<S> contract, WrongTwin<S> twin, int seed) {
    Judge quick = seed == 1 ? judge : new Judge(judge.tries(), 0);
    assertThat(quick.judge(contract, twin.subject(), seed).accepted())
        .as("%s is accepted on seed %s, but %s", twin.name(), seed, twin.mistake())
        .isFalse();
  }

  private static String told(Verdict verdict) {
    return verdict instanceof Verdict.Rejected rejected ? rejected.explain() : "accepted";
  }

  @Test
  void theStubCompilesAndFails() throws Exception {
    Lab lab = ServiceLoader.load(Lab.class).findFirst().orElseThrow();
    for (Exercise exercise : lab.exercises()) {
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
    return JUDGE.judge(point.contract(), point.instantiate(implementation), 1);
  }

  private Class<?> compile(Exercise exercise) throws Exception {
    String source;
    try (InputStream stub = ObjectStoreLab.class.getResourceAsStream(exercise.stubResource())) {
      assertThat(stub).as(exercise.stubResource()).isNotNull();
      source = new String(stub.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(source.lines().count()).isLessThanOrEqualTo(60);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var file =
        new SimpleJavaFileObject(
            URI.create("string:///" + exercise.className().replace('.', '/') + ".java"),
            SimpleJavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options = List.of("-d", folder.toString(), "-proc:none");
    assertThat(compiler.getTask(null, null, null, options, null, List.of(file)).call()).isTrue();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      return loader.loadClass(exercise.className());
    }
  }

  @Test
  void thePlacementExperimentWritesItsNumbersAndItsPicture() throws Exception {
    Experiment experiment = new ObjectStoreLab().experiments().getFirst();
    assertThat(experiment.body().run(folder)).hasSize(2);
    assertThat(Files.readString(folder.resolve("placement-moves.csv"))).startsWith("volumes,");
    assertThat(folder.resolve("placement-moves.svg")).exists();
  }

  @Test
  @Tag("deep")
  void theForceExperimentWritesItsNumbersAndItsPicture() throws Exception {
    Experiment experiment = new ObjectStoreLab().experiments().getLast();
    assertThat(experiment.body().run(folder)).hasSize(7);
    assertThat(folder.resolve("force-policy.svg")).exists();
  }
}
