package dev.orrery.identity.core.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2idTest {
  private final Argon2id argon2id = new Argon2id();

  Argon2idTest() {}

  @Test
  void verifiesItsOwnHashAndNoOtherPassword() {
    String hash = argon2id.hash("correct horse");
    assertThat(argon2id.verify("correct horse", hash)).isTrue();
    assertThat(argon2id.verify("correct hors", hash)).isFalse();
    assertThat(argon2id.verify("", hash)).isFalse();
  }

  @Test
  void writesThePhcFormWithAFreshSalt() {
    String form = "\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}";
    String one = argon2id.hash("the same");
    String two = argon2id.hash("the same");
    assertThat(one).matches(form).isNotEqualTo(two);
    assertThat(two).matches(form);
  }

  /// From the test vectors of the reference implementation (github.com/P-H-C/phc-winner-argon2).
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"
      })
  void verifiesHashesThatOthersMade(String hash) {
    assertThat(argon2id.verify("password", hash)).isTrue();
    assertThat(argon2id.verify("Password", hash)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$",
        "plain",
        "$argon2id$",
        "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
        "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
        "$argon2id$v=19$m=7,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
        "$argon2id$v=19$m=99999999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
        "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
        "$argon2id$v=19$m=256,t=99,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
        "$argon2id$v=19$m=256,t=2,p=0$c29tZXNhbHQ$nf65EOgLrQMR",
        "$argon2id$v=19$m=256,t=2,p=1$c$nf65EOgLrQMR",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$n",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65",
        "$argon2id$v=19$m=8,t=1,p=9$c29tZXNhbHQ$nf65EOgLrQMR",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR\n",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR=="
      })
  void refusesAMalformedHashWithoutAnException(String hash) {
    assertThat(argon2id.verify("password", hash)).isFalse();
  }
}
