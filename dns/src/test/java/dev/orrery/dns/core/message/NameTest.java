package dev.orrery.dns.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {
  @Test
  void escapesStandForOctets() {
    Name name = Name.of("a\\.b\\000c.test");
    assertThat(name.labelCount()).isEqualTo(2);
    assertThat(name).hasToString("a\\.b\\000c.test.");
  }

  @Test
  void relativeNamesEndInTheOrigin() {
    Name origin = Name.of("orrery.test");
    assertThat(Name.of("www", origin)).isEqualTo(Name.of("www.orrery.test."));
    assertThat(Name.of("www.", origin)).isEqualTo(Name.of("www."));
    assertThat(Name.of("@", origin)).isEqualTo(origin);
  }

  @Test
  void aNameIsBelowAnotherOnlyAtLabelBoundaries() {
    Name origin = Name.of("orrery.test");
    assertThat(Name.of("x.ORRERY.test").isAtOrBelow(origin)).isTrue();
    assertThat(origin.isAtOrBelow(origin)).isTrue();
    assertThat(Name.of("xorrery.test").isAtOrBelow(origin)).isFalse();
    assertThat(Name.of("x\\006orrery.test").isAtOrBelow(Name.of("orrery.test"))).isFalse();
    assertThat(Name.of("test").isAtOrBelow(origin)).isFalse();
    assertThat(origin.isAtOrBelow(Name.ROOT)).isTrue();
  }

  @Test
  void aParentIsEqualToTheNameWrittenOut() {
    assertThat(Name.of("a.b.test").parent()).isEqualTo(Name.of("b.test"));
    assertThat(Name.of("b.test").child("a")).isEqualTo(Name.of("a.b.test"));
    assertThatThrownBy(Name.ROOT::parent).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a..b", ".a", "\\", "\\25", "\\256", "a b", "ä"})
  void badTextIsRefused(String text) {
    assertThatThrownBy(() -> Name.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void labelsOver63OctetsAndNamesOver255AreRefused() {
    assertThat(Name.of("w".repeat(63)).wireLength()).isEqualTo(65);
    assertThatThrownBy(() -> Name.of("w".repeat(64))).hasMessageContaining("63");
    assertThatThrownBy(() -> Name.of("w.".repeat(128))).hasMessageContaining("255");
    assertThat(Name.of("w.".repeat(127)).wireLength()).isEqualTo(255);
  }
}
