package dev.orrery.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemTest {

  private static String json(Problem problem) {
    return new String(problem.json(), StandardCharsets.UTF_8);
  }

  @Test
  void leavesOutWhatIsEmpty() {
    assertThat(json(Problem.of(404, "")))
        .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404}");
  }

  @Test
  void carriesFurtherMembers() {
    Problem problem =
        Problem.of(400, "a \"quote\"\n\u0001ü\ud800")
            .withInstance("/x")
            .with("errors", List.of(Map.of("field", "name", "ok", false), 3));
    assertThat(json(problem))
        .contains("\"detail\":\"a \\\"quote\\\"\\n\\u0001ü\\ud800\"")
        .contains("\"instance\":\"/x\"")
        .contains("\"errors\":[{")
        .contains("\"ok\":false")
        .endsWith(",3]}");
  }

  @Test
  void aMemberDoesNotReplaceAStandardOne() {
    assertThat(json(Problem.of(400, "").with("status", 200)))
        .contains("\"status\":400")
        .doesNotContain("200");
  }

  @Test
  void isAnErrorAlways() {
    assertThatThrownBy(() -> Problem.of(200, "")).isInstanceOf(IllegalArgumentException.class);
  }
}
