package dev.orrery.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PathTemplateTest {

  private static Map<String, String> match(String template, String path) {
    return PathTemplate.parse(template).match(path).orElse(Map.of("", "no match"));
  }

  private static boolean fits(String template, String path) {
    return PathTemplate.parse(template).match(path).isPresent();
  }

  @Test
  void fillsItsHoles() {
    assertThat(match("/v1/users/{id}/posts/{post}", "/v1/users/7/posts/a%2Fb"))
        .isEqualTo(Map.of("id", "7", "post", "a/b"));
    assertThat(match("/files/{path=**}", "/files/a/b")).isEqualTo(Map.of("path", "a/b"));
    assertThat(match("/files/{path=**}", "/files/")).isEqualTo(Map.of("path", ""));
    assertThat(match("/posts/{id=*}:like", "/posts/9:like")).isEqualTo(Map.of("id", "9"));
    assertThat(match("/", "/")).isEmpty();
  }

  @Test
  void fitsNothingElse() {
    assertThat(fits("/a/{b}", "/a/")).isFalse();
    assertThat(fits("/a/{b}", "/a")).isFalse();
    assertThat(fits("/a/{b}", "/a/b/c")).isFalse();
    assertThat(fits("/a/{b}", "/a/b/")).isFalse();
    assertThat(fits("/a/{b}", "/A/b")).isFalse();
    assertThat(fits("/a", "/ab")).isFalse();
    assertThat(fits("/a/{b}:like", "/a/b")).isFalse();
    assertThat(fits("/a/{b}", "*")).isFalse();
    assertThat(fits("/files/{path=**}", "/files")).isFalse();
  }

  @Test
  void ordersTheMoreSpecialFirst() {
    assertThat(
            Stream.of("/a/{p=**}", "/a/{b}", "/a/b", "/a/{b}:like", "/a/{b}/c")
                .map(PathTemplate::parse)
                .sorted())
        .map(PathTemplate::toString)
        .containsExactly("/a/{b}:like", "/a/b", "/a/{b}/c", "/a/{b}", "/a/{p=**}");
  }

  @Test
  void refusesWhatIsNoTemplate() {
    for (String wrong :
        new String[] {"a", "/{}", "/{a}/{a}", "/{p=**}/b", "/x{a}", "/{a", "/{a b}"}) {
      assertThatThrownBy(() -> PathTemplate.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
