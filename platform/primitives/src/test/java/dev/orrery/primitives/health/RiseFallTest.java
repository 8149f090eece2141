package dev.orrery.primitives.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RiseFallTest {
  @Test
  void threeFailuresInARowTakeItOutAndTwoPassesBringItBack() {
    RiseFall tracker = new RiseFall(2, 3, true);
    StringBuilder opinions = new StringBuilder();
    for (char probe : "++-+---+++".toCharArray()) {
      opinions.append(tracker.record(probe == '+') ? 'U' : 'd');
    }
    assertThat(opinions).hasToString("UUUUUUddUU");
  }

  @Test
  void thresholdsBelowOneAreRefused() {
    assertThatThrownBy(() -> new RiseFall(0, 1, true)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RiseFall(1, 0, true)).isInstanceOf(IllegalArgumentException.class);
  }
}
