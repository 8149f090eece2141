package dev.orrery.cache.core.dump;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.keyspace.StringValue;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// What is dumped is restored; what is damaged is refused.
class DumpProperties {
  @Example
  void theChecksumIsThatOfJones() {
    assertThat(Crc64.of("123456789".getBytes(US_ASCII), 9)).isEqualTo(0xe9c6d914c4b8d9caL);
  }

  @Property(tries = 200)
  void aStringComesBackAndADamagedOneDoesNot(
      @ForAll byte[] string, @ForAll @IntRange(max = 1_000_000) int bit) {
    byte[] dump = DumpCommands.encode(StringValue.of(string));
    assertThat(((StringValue) DumpCommands.decode(dump)).array()).isEqualTo(string);
    int at = bit % (8 * dump.length);
    dump[at / 8] ^= (byte) (1 << at % 8);
    assertThatThrownBy(() -> DumpCommands.decode(dump)).isInstanceOf(CommandException.class);
  }
}
