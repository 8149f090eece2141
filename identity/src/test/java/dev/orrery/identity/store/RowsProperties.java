package dev.orrery.identity.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.orrery.identity.core.account.Account;
import dev.orrery.identity.core.refresh.RefreshFamily;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class RowsProperties {
  private static final Account ACCOUNT =
      new Account(
          5, "ada", "Ada 🧮", Optional.of("$h"), new TreeSet<>(Set.of("admin", "user")), 1_000);
  private static final RefreshFamily FAMILY = new RefreshFamily(5, "abc", 3, true, 2_000);

  @Property
  void anAccountReadsBackAsItWas(
      @ForAll long id,
      @ForAll @StringLength(max = 64) String displayName,
      @ForAll Optional<@StringLength(min = 1, max = 100) String> hash,
      @ForAll boolean admin,
      @ForAll long created) {
    TreeSet<String> roles = new TreeSet<>(admin ? Set.of("admin", "user") : Set.of());
    Account account = new Account(id, "name", displayName, hash, roles, created);
    assertThat(Rows.account(Rows.bytes(account))).isEqualTo(account);
  }

  @Property
  void aFamilyReadsBackAsItWas(
      @ForAll long account, @ForAll long generation, @ForAll boolean ended, @ForAll long expires) {
    RefreshFamily family =
        new RefreshFamily(account, "0123456789abcdef", generation, ended, expires);
    assertThat(Rows.family(Rows.bytes(family))).isEqualTo(family);
  }

  @Example
  void aRowCutAtAnyByteIsDamaged() {
    ByteString account = Rows.bytes(ACCOUNT);
    for (int length = 0; length < account.size(); length++) {
      ByteString cut = account.substring(0, length);
      assertThatThrownBy(() -> Rows.account(cut)).isInstanceOf(UncheckedIOException.class);
    }
    ByteString family = Rows.bytes(FAMILY);
    for (int length = 0; length < family.size(); length++) {
      ByteString cut = family.substring(0, length);
      assertThatThrownBy(() -> Rows.family(cut)).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Example
  void aRowWithBytesLeftOverOrOfAnotherFormatIsDamaged() {
    ByteString more = Rows.bytes(FAMILY).concat(ByteString.copyFrom(new byte[1]));
    assertThatThrownBy(() -> Rows.family(more)).isInstanceOf(UncheckedIOException.class);
    ByteString newer = ByteString.copyFrom(new byte[] {2}).concat(Rows.bytes(FAMILY).substring(1));
    assertThatThrownBy(() -> Rows.family(newer))
        .hasRootCauseMessage("a row of format 2, expected 1");
  }

  @Property
  void randomBytesAreARowOrDamagedAndNothingElse(@ForAll byte[] bytes) {
    ByteString row = ByteString.copyFrom(new byte[] {1}).concat(ByteString.copyFrom(bytes));
    try {
      assertThat(Rows.bytes(Rows.account(row))).isNotNull();
    } catch (UncheckedIOException damaged) {
      assertThat(damaged).hasMessage("damaged row");
    }
  }
}
