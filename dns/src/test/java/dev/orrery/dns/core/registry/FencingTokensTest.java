package dev.orrery.dns.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.testkit.disk.CrashDisk;
import dev.orrery.testkit.disk.CrashTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FencingTokensTest {
  @Test
  void beginAtOneAndGrowByOneWithinALife() throws IOException {
    FencingTokens tokens = FencingTokens.open(new CrashDisk(1));
    for (long expected = 1; expected <= 2L * FencingTokens.BLOCK; expected++) {
      assertThat(tokens.next()).isEqualTo(expected);
    }
  }

  @Test
  void aDamagedMarkIsNotTakenForAFreshStart() throws IOException {
    CrashDisk disk = new CrashDisk(1);
    FencingTokens.open(disk).next();
    disk.flipBit("fencing-tokens", 12);
    assertThatThrownBy(() -> FencingTokens.open(disk))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void noCrashLetsATokenComeTwice() {
    CrashTest.run(
        400,
        new CrashTest.Subject<List<Long>>() {
          @Override
          public List<Long> acknowledged() {
            return new ArrayList<>();
          }

          @Override
          public void work(Disk disk, List<Long> handedOut, RandomGenerator random)
              throws IOException {
            FencingTokens tokens = FencingTokens.open(disk);
            for (int i = 0; i < FencingTokens.BLOCK * 3; i++) {
              handedOut.add(tokens.next());
            }
          }

          @Override
          public void recover(Disk disk, List<Long> handedOut) throws IOException {
            long next = FencingTokens.open(disk).next();
            if (!handedOut.isEmpty()) {
              assertThat(next).isGreaterThan(handedOut.getLast());
            }
            assertThat(handedOut).isSorted().doesNotHaveDuplicates();
          }
        });
  }
}
