package dev.orrery.cache.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cache.lab.sortedlist.SortedListSwapPoint;
import dev.orrery.testkit.contract.ComponentContract;
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
import java.util.List;
import java.util.ServiceLoader;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheLabTest {
  private final Lab lab = new CacheLab();

  @Test
  void theManifestIsFound() {
    assertThat(ServiceLoader.load(Lab.class)).hasAtLeastOneElementOfType(CacheLab.class);
    assertThat(ServiceLoader.load(SwapPoint.class))
        .hasAtLeastOneElementOfType(SortedListSwapPoint.class);
    assertThat(ServiceLoader.load(ComponentContract.class))
        .extracting(ComponentContract::name)
        .contains("cache");
  }

  @Test
  void theStubCompilesAndIsRejected(@TempDir Path folder) throws Exception {
    Exercise exercise = lab.exercises().getFirst();
    Path source = folder.resolve("MySortedList.java");
    try (InputStream stub = CacheLab.class.getResourceAsStream(exercise.stubResource())) {
      assertThat(stub).isNotNull();
      Files.write(source, stub.readAllBytes());
    }
    assertThat(Files.readAllLines(source)).hasSizeLessThanOrEqualTo(60);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(
            compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString()))
        .isZero();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, CacheLab.class.getClassLoader())) {
      SortedListSwapPoint swapPoint = new SortedListSwapPoint();
      Verdict verdict =
          Judge.standard()
              .judge(
                  swapPoint.contract(),
                  swapPoint.instantiate(loader.loadClass(exercise.className())),
                  1);
      assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
    }
  }

  @Test
  @Tag("deep")
  void experimentsWriteTheirNumbersAndPictures(@TempDir Path folder) throws Exception {
    for (Experiment experiment : lab.experiments()) {
      List<String> findings = experiment.body().run(folder);
      assertThat(findings).isNotEmpty();
      findings.forEach(System.out::println);
      assertThat(folder.resolve(experiment.name() + ".csv")).isNotEmptyFile();
      assertThat(folder.resolve(experiment.name() + ".svg")).isNotEmptyFile();
    }
  }
}
