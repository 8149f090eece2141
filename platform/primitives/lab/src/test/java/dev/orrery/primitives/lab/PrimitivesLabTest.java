package dev.orrery.primitives.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.primitives.lab.eviction.EvictionContract;
import dev.orrery.primitives.lab.eviction.EvictionFactory;
import dev.orrery.primitives.lab.eviction.EvictionSwapPoint;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.Verdict;
import dev.orrery.testkit.contract.WrongTwin;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The manifest is found, stubs compile and fail, experiments write what they promise, and stories
/// are short.
class PrimitivesLabTest {
  private static final int STUB_LINES = 60;

  @Test
  void theManifestIsFound() {
    List<String> components = new ArrayList<>();
    ServiceLoader.load(Lab.class).forEach(lab -> components.add(lab.component()));
    assertThat(components).contains("primitives");
  }

  @Test
  void everyStubCompilesAndIsRejected(@TempDir Path folder) throws Exception {
    for (Exercise exercise : new PrimitivesLab().exercises()) {
      String stub = stub(exercise);
      assertThat(stub.lines()).as(exercise.name()).hasSizeLessThanOrEqualTo(STUB_LINES);
      Class<?> compiled = compile(folder, exercise.className(), stub);
      rejects(swapPoint(exercise.swapPoint()), exercise, compiled);
    }
  }

  private static <S> void rejects(SwapPoint<S> point, Exercise exercise, Class<?> subject)
      throws ReflectiveOperationException {
    Contract<S> contract = point.named().getOrDefault(exercise.as(), point.contract());
    assertThat(contract.name()).isEqualTo(exercise.as());
    Verdict verdict = new Judge(300, 0).judge(contract, point.instantiate(subject), 1);
    assertThat(verdict.accepted()).as(exercise.name()).isFalse();
  }

  private static SwapPoint<?> swapPoint(String name) {
    for (SwapPoint<?> point : ServiceLoader.load(SwapPoint.class)) {
      if (point.name().equals(name)) {
        return point;
      }
    }
    throw new AssertionError("no swap point " + name);
  }

  private static String stub(Exercise exercise) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PrimitivesLab.class.getResourceAsStream(exercise.stubResource()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Class<?> compile(Path folder, String name, String source) throws Exception {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                file.toString());
    assertThat(exit).as("compiling %s", name).isZero();
    URL[] path = {folder.toUri().toURL()};
    try (URLClassLoader loader =
        new URLClassLoader(path, PrimitivesLabTest.class.getClassLoader())) {
      return loader.loadClass(name);
    }
  }

  @Test
  void everyExperimentWritesItsNumbersAndItsPicture(@TempDir Path folder) throws Exception {
    for (Experiment experiment : new PrimitivesLab().experiments()) {
      List<String> findings = experiment.body().run(folder);
      assertThat(findings).isNotEmpty();
      if (Boolean.getBoolean("stories")) {
        findings.forEach(System.out::println);
      }
      assertThat(folder.resolve(experiment.name() + ".csv")).isNotEmptyFile();
      assertThat(folder.resolve(experiment.name() + ".svg")).content().contains("<svg");
    }
  }

  @Test
  void aForgottenReadIsToldInFourSteps() {
    Map<String, String> stories =
        Map.of(
            "lru-blind-to-reads", "capacity 2: put a; put b; get a; put c",
            "mru", "capacity 2: put a; put b; put c");
    for (WrongTwin<EvictionFactory> twin : new EvictionSwapPoint().wrongTwins()) {
      String story = stories.get(twin.name());
      if (story != null) {
        Verdict verdict = Judge.standard().judge(EvictionContract.lru(), twin.subject(), 1);
        assertThat(verdict)
            .isInstanceOfSatisfying(
                Verdict.Rejected.class,
                rejected -> {
                  assertThat(rejected.story()).isEqualTo(story);
                  assertThat(rejected.reason()).endsWith("was least recently used");
                });
      }
    }
  }

  @Test
  void anUnfitClassIsRefusedWithTheReason() {
    assertThatThrownBy(() -> new EvictionSwapPoint().instantiate(String.class))
        .isInstanceOf(ReflectiveOperationException.class)
        .hasMessageContaining("does not implement");
    assertThatThrownBy(() -> new EvictionSwapPoint().instantiate(NoCapacity.class))
        .isInstanceOf(NoSuchMethodException.class)
        .hasMessageContaining("[long]");
  }

  /// Lacks the constructor.
  public static final class NoCapacity
      implements dev.orrery.primitives.eviction.EvictionPolicy<String> {
    @Override
    public List<String> access(String key, long weight) {
      return List.of();
    }

    @Override
    public void remove(String key) {}

    @Override
    public long usedBytes() {
      return 0;
    }

    @Override
    public long capacityBytes() {
      return 0;
    }
  }
}
