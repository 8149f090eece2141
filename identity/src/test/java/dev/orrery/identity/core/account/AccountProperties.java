package dev.orrery.identity.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class AccountProperties {
  @Property
  void idsGrowAlsoWhenTheClockGoesBack(
      @ForAll @IntRange(max = 1_023) int instance,
      @ForAll @Size(max = 60) List<@LongRange(min = -50, max = 50) Long> clockSteps) {
    AccountIds ids = new AccountIds(instance);
    long clock = AccountIds.EPOCH_MILLIS + 1_000;
    long latest = 0;
    for (long step : clockSteps) {
      clock += step;
      long id = ids.next(clock);
      assertThat(id).isGreaterThan(latest);
      latest = id;
    }
  }

  @Example
  void aMillisecondThatIsUsedUpBorrowsFromTheNext() {
    AccountIds ids = new AccountIds(3);
    long latest = 0;
    for (int i = 0; i < 10_000; i++) {
      long id = ids.next(AccountIds.EPOCH_MILLIS + 5);
      assertThat(id).isGreaterThan(latest);
      latest = id;
    }
    assertThat(latest >> 22).isEqualTo(5 + 10_000 / 4_096);
  }

  @Property
  void instancesNeverGiveTheSameId(
      @ForAll @IntRange(max = 1_022) int instance, @ForAll @LongRange(min = 0) long millis) {
    long wall = millis % (1L << 40);
    assertThat(new AccountIds(instance).next(wall))
        .isPositive()
        .isNotEqualTo(new AccountIds(instance + 1).next(wall));
  }

  @Example
  void anInstanceNumberOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new AccountIds(1_024)).hasMessageContaining("1024");
    assertThatThrownBy(() -> new AccountIds(-1)).hasMessageContaining("-1");
  }

  @Property
  void aNameOfTheRightLettersAndLengthIsTaken(
      @ForAll
          @StringLength(min = 3, max = 30)
          @CharRange(from = 'a', to = 'z')
          @CharRange(from = '0', to = '9')
          String name) {
    assertThat(AccountRules.username(name)).isEmpty();
    assertThat(AccountRules.username(name.toUpperCase(Locale.ROOT)).isPresent())
        .isEqualTo(name.chars().anyMatch(Character::isLetter));
  }

  @Example
  void namesThatAreRefused() {
    for (String name :
        List.of("", "ab", "a".repeat(31), "with space", "dot.ted", "ümlaut", "abc\n", "a-b-c")) {
      assertThat(AccountRules.username(name)).as(name).isPresent();
    }
  }

  @Example
  void passwordsAreCountedInCodePoints() {
    assertThat(AccountRules.password("1234567")).isPresent();
    assertThat(AccountRules.password("12345678")).isEmpty();
    assertThat(AccountRules.password("🔑".repeat(4))).isPresent();
    assertThat(AccountRules.password("🔑".repeat(128))).isEmpty();
    assertThat(AccountRules.password("x".repeat(129)))
        .hasValueSatisfying(it -> assertThat(it).contains("129"));
  }

  @Example
  void displayNamesMayBeAnythingShortWithoutControlCharacters() {
    assertThat(AccountRules.displayName("")).isEmpty();
    assertThat(AccountRules.displayName("Ada 🧮 Lovelace")).isEmpty();
    assertThat(AccountRules.displayName("🧮".repeat(64))).isEmpty();
    assertThat(AccountRules.displayName("x".repeat(65))).isPresent();
    assertThat(AccountRules.displayName("bell\u0007")).isPresent();
  }
}
