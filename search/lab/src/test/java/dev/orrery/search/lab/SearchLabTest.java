package dev.orrery.search.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.search.lab.scorer.ScorerSwapPoint;
import dev.orrery.search.lab.topk.TopKSwapPoint;
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
import java.util.Objects;
import java.util.ServiceLoader;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchLabTest {
  private final Lab lab = new SearchLab();

  @Test
  void theManifestIsFound() {
    assertThat(ServiceLoader.load(Lab.class)).hasAtLeastOneElementOfType(SearchLab.class);
    assertThat(ServiceLoader.load(SwapPoint.class))
        .hasAtLeastOneElementOfType(ScorerSwapPoint.class)
        .hasAtLeastOneElementOfType(TopKSwapPoint.class);
    assertThat(ServiceLoader.load(ComponentContract.class))
        .extracting(ComponentContract::name)
        .contains("search");
  }

  @Test
  void theStubCompilesAndIsRejected(@TempDir Path folder) throws Exception {
    Exercise exercise = lab.exercises().getFirst();
    Path source = folder.resolve("MyScorer.java");
    try (InputStream stub = SearchLab.class.getResourceAsStream(exercise.stubResource())) {
      assertThat(stub).isNotNull();
      Files.write(source, stub.readAllBytes());
    }
    assertThat(Files.readAllLines(source)).hasSizeLessThanOrEqualTo(60);
    assertThat(
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
                    source.toString()))
        .isZero();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, SearchLab.class.getClassLoader())) {
      ScorerSwapPoint point = new ScorerSwapPoint();
      Verdict verdict =
          Judge.standard()
              .judge(
                  Objects.requireNonNull(point.named().get(exercise.as())),
                  point.instantiate(loader.loadClass(exercise.className())),
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
