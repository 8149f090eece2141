package dev.orrery.cache.core.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.Client;
import dev.orrery.cache.core.command.CommandProcessor;
import dev.orrery.cache.core.command.Commands;
import dev.orrery.cache.core.command.Connection;
import dev.orrery.cache.core.command.Server;
import dev.orrery.cache.core.keyspace.Databases;
import dev.orrery.cache.core.settings.Settings;
import dev.orrery.primitives.ports.Time;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Without a network: what each client would be sent.
class DiagnosticsTest {
  /// A wire that takes nothing.
  private static final class Wire implements Connection {
    @Override
    public String remoteAddress() {
      return "127.0.0.1:1";
    }

    @Override
    public String localAddress() {
      return "127.0.0.1:2";
    }

    @Override
    public void wake() {}

    @Override
    public void cut() {}

    @Override
    public void schedule(long delayMillis, Runnable task) {}

    @Override
    public long outputBytes() {
      return 0;
    }
  }

  /// A clock that stands.
  private static final Time NOON =
      new Time() {
        @Override
        public long monotonicNanos() {
          return 1;
        }

        @Override
        public long wallMillis() {
          return 1;
        }
      };

  private final Server server =
      new Server(new Databases(null, NOON), new Settings(), Commands.all());
  private final CommandProcessor processor = new CommandProcessor(server);
  private final Client listener = server.connect(new Wire());
  private final Client speaker = server.connect(new Wire());

  /// Runs a command, its words apart by blanks.
  ///
  /// @return what the client is sent since it was last asked, with `|` for the ends of lines
  private String run(Client client, String command) {
    server.databases().enter();
    try {
      processor.process(client, Arguments.of(command.split(" ")));
    } finally {
      server.databases().exit();
    }
    return sent(client);
  }

  private static String sent(Client client) {
    String text =
        new String(client.reply().array(), 0, client.reply().length(), StandardCharsets.ISO_8859_1);
    client.reply().clear();
    return text.replace("\r\n", "|");
  }

  @BeforeEach
  void install() {
    SlowLog.install(server);
    Monitor.install(server);
  }

  @Test
  void theSlowLogKeepsTheNewestAndCutsWhatIsLong() {
    run(speaker, "CONFIG SET slowlog-log-slower-than 0 slowlog-max-len 2");
    run(speaker, "SET a " + "x".repeat(130));
    run(speaker, "MGET" + " k".repeat(40));
    assertThat(run(speaker, "SLOWLOG LEN")).isEqualTo(":2|");
    run(speaker, "CONFIG SET slowlog-max-len 10");
    run(speaker, "SLOWLOG RESET");
    run(speaker, "SET a " + "x".repeat(130));
    run(speaker, "MGET" + " k".repeat(40));
    assertThat(run(speaker, "SLOWLOG GET"))
        .contains("x".repeat(128) + "... (2 more bytes)")
        .contains("... (10 more arguments)")
        .contains("|*2|$7|SLOWLOG|$5|RESET|");
    assertThat(run(speaker, "SLOWLOG GET -2"))
        .isEqualTo("-ERR count should be greater than or equal to -1|");
  }

  @Test
  void secretsAreShownNowhere() {
    run(speaker, "CONFIG SET slowlog-log-slower-than 0");
    run(speaker, "CONFIG SET requirepass secret");
    run(speaker, "AUTH secret");
    run(listener, "AUTH secret");
    run(listener, "MONITOR");
    run(speaker, "HELLO 2 AUTH default secret");
    assertThat(run(speaker, "SLOWLOG GET")).contains("(redacted)").doesNotContain("secret");
    assertThat(sent(listener)).contains("\"HELLO\"").doesNotContain("secret");
  }

  @Test
  void aMonitorSeesCommandsInTheOrderTheyRan() {
    assertThat(run(listener, "MONITOR")).isEqualTo("+OK|");
    run(speaker, "MULTI");
    run(speaker, "SET a \u0001\"");
    run(speaker, "EXEC");
    run(speaker, "CONFIG GET *");
    String seen = sent(listener).replaceAll("[0-9]+[.][0-9]{6} ", "");
    assertThat(seen)
        .isEqualTo(
            "+[0 127.0.0.1:1] \"MULTI\"|"
                + "+[0 127.0.0.1:1] \"SET\" \"a\" \"\\x01\\\"\"|"
                + "+[0 127.0.0.1:1] \"EXEC\"|");
  }

  @Test
  void aPauseHoldsWritesBackAndRefusesNothing() {
    run(speaker, "CLIENT PAUSE 1000 WRITE");
    assertThat(run(listener, "SET a 1")).isEmpty();
    assertThat(listener.isBlocked()).isTrue();
    assertThat(run(speaker, "GET a")).isEqualTo("$-1|");
    assertThat(run(speaker, "CLIENT UNPAUSE")).isEqualTo("+OK|");
    assertThat(listener.isBlocked()).isFalse();
    processor.resume(listener);
    assertThat(sent(listener)).isEqualTo("+OK|");
    assertThat(run(speaker, "GET a")).isEqualTo("$1|1|");
  }

  @Test
  void aTransactionThatWritesWaitsWhole() {
    run(listener, "MULTI");
    run(listener, "INCR n");
    run(speaker, "CLIENT PAUSE 1000 WRITE");
    assertThat(run(listener, "EXEC")).isEmpty();
    run(speaker, "CLIENT UNPAUSE");
    processor.resume(listener);
    assertThat(sent(listener)).isEqualTo("*1|:1|");
  }

  @Test
  void aMistakeInTheLastConditionKillsNobody() {
    assertThat(run(speaker, "CLIENT KILL ID 1 TYPE wrong"))
        .isEqualTo("-ERR Unknown client type 'wrong'|");
    assertThat(run(speaker, "CLIENT KILL ID 0"))
        .isEqualTo("-ERR client-id should be greater than 0|");
    assertThat(run(speaker, "CLIENT KILL ID 77")).isEqualTo(":0|");
    assertThat(run(speaker, "CLIENT KILL TYPE normal")).isEqualTo(":1|");
    assertThat(run(speaker, "CLIENT LIST ID 2")).contains("id=2 ").doesNotContain("id=1 ");
  }

  @Test
  void whoTracksHearsOnceOfWhatItRead() {
    run(listener, "HELLO 3");
    run(listener, "CLIENT TRACKING ON");
    run(listener, "GET a");
    run(speaker, "SET b 1");
    assertThat(sent(listener)).isEmpty();
    run(speaker, "SET a 1");
    assertThat(sent(listener)).isEqualTo(">2|$10|invalidate|*1|$1|a|");
    run(speaker, "SET a 2");
    assertThat(sent(listener)).isEmpty();
    run(listener, "GET a");
    assertThat(run(listener, "SET a 3")).isEqualTo("+OK|>2|$10|invalidate|*1|$1|a|");
    run(speaker, "FLUSHALL");
    assertThat(sent(listener)).isEqualTo(">2|$10|invalidate|_|");
    run(listener, "GET a");
    run(listener, "CLIENT TRACKING OFF");
    run(speaker, "SET a 4");
    assertThat(sent(listener)).isEmpty();
  }

  @Test
  void broadcastsGoByPrefixAndNotToTheWriter() {
    run(listener, "HELLO 3");
    run(listener, "CLIENT TRACKING ON BCAST NOLOOP PREFIX user:");
    run(speaker, "SET user:1 x");
    run(speaker, "SET order:1 x");
    assertThat(sent(listener)).isEqualTo(">2|$10|invalidate|*1|$6|user:1|");
    assertThat(run(listener, "SET user:2 x")).isEqualTo("+OK|");
  }

  @Test
  void optingInIsForOneCommand() {
    run(listener, "HELLO 3");
    run(listener, "CLIENT TRACKING ON OPTIN");
    run(listener, "CLIENT CACHING YES");
    run(listener, "GET a");
    run(listener, "GET b");
    run(speaker, "MSET a 1 b 1");
    assertThat(sent(listener)).isEqualTo(">2|$10|invalidate|*1|$1|a|");
  }
}
