package dev.orrery.social.posts;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostRulesTest {
  @Property(tries = 50)
  void lengthIsCountedInCodePoints(@ForAll @IntRange(min = 1, max = 400) int length) {
    boolean allowed = length <= PostRules.MAXIMUM_CODE_POINTS;
    assertThat(PostRules.objection("😀".repeat(length)).isEmpty()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "two\nlines", "tab\there", "zero\u200dwidth", "née 東京"})
  void ordinaryTextMayBePosted(String text) {
    assertThat(PostRules.objection(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t ", "\u00a0\u3000"})
  void nothingToReadMayNot(String text) {
    assertThat(PostRules.objection(text)).isPresent();
  }

  @Test
  void controlCharactersAndHalvesOfPairsAreNamed() {
    assertThat(PostRules.objection("a\u0000b"))
        .hasValueSatisfying(said -> assertThat(said).contains("U+0000"));
    assertThat(PostRules.objection("a\ud800b"))
        .hasValueSatisfying(said -> assertThat(said).contains("U+D800"));
  }
}
