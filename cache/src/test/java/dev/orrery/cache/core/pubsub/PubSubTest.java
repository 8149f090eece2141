package dev.orrery.cache.core.pubsub;

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
import org.junit.jupiter.api.Test;

/// Without a network: what each client would be sent.
class PubSubTest {
  /// A wire that takes nothing.
  private static final class Wire implements Connection {
    private boolean cut;
    private long waiting;

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
    public void cut() {
      cut = true;
    }

    @Override
    public void schedule(long delayMillis, Runnable task) {}

    @Override
    public long outputBytes() {
      return waiting;
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
  private final PubSub pubSub = PubSub.install(server);
  private final CommandProcessor processor = new CommandProcessor(server);
  private final Wire wire = new Wire();
  private final Client listener = server.connect(wire);
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

  @Test
  void aMessageReachesChannelsAndPatternsInBothVersions() {
    run(listener, "HELLO 3");
    assertThat(run(listener, "SUBSCRIBE news")).isEqualTo(">3|$9|subscribe|$4|news|:1|");
    assertThat(run(listener, "PSUBSCRIBE n*")).isEqualTo(">3|$10|psubscribe|$2|n*|:2|");
    assertThat(run(speaker, "PUBLISH news hi")).isEqualTo(":2|");
    assertThat(sent(listener))
        .isEqualTo(">3|$7|message|$4|news|$2|hi|>4|$8|pmessage|$2|n*|$4|news|$2|hi|");
    assertThat(run(speaker, "SUBSCRIBE news")).isEqualTo("*3|$9|subscribe|$4|news|:1|");
    assertThat(run(speaker, "GET a"))
        .startsWith("-ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING");
    assertThat(run(speaker, "PING")).isEqualTo("*2|$4|pong|$0||");
    assertThat(run(speaker, "UNSUBSCRIBE")).isEqualTo("*3|$11|unsubscribe|$4|news|:0|");
    assertThat(run(speaker, "UNSUBSCRIBE")).isEqualTo("*3|$11|unsubscribe|$-1|:0|");
  }

  @Test
  void silencedRepliesSilenceNoMessage() {
    run(listener, "CLIENT REPLY OFF");
    assertThat(run(listener, "SUBSCRIBE c")).isEqualTo("*3|$9|subscribe|$1|c|:1|");
    run(speaker, "PUBLISH c x");
    assertThat(sent(listener)).isEqualTo("*3|$7|message|$1|c|$1|x|");
  }

  @Test
  void shardChannelsAreAnotherSpace() {
    run(listener, "SSUBSCRIBE c");
    sent(listener);
    assertThat(run(speaker, "PUBLISH c x")).isEqualTo(":0|");
    assertThat(run(speaker, "SPUBLISH c x")).isEqualTo(":1|");
    assertThat(sent(listener)).isEqualTo("*3|$8|smessage|$1|c|$1|x|");
    assertThat(run(speaker, "PUBSUB SHARDNUMSUB c d")).isEqualTo("*4|$1|c|:1|$1|d|:0|");
    assertThat(run(speaker, "PUBSUB CHANNELS")).isEqualTo("*0|");
  }

  @Test
  void whoIsGoneListensToNothing() {
    run(listener, "SUBSCRIBE c");
    run(listener, "PSUBSCRIBE *");
    server.disconnect(listener);
    assertThat(run(speaker, "PUBLISH c x")).isEqualTo(":0|");
    assertThat(pubSub.channels.names()).isEmpty();
    assertThat(pubSub.patterns.names()).isEmpty();
  }

  @Test
  void aSubscriberThatDoesNotReadIsCutOff() {
    run(listener, "SUBSCRIBE c");
    sent(listener);
    wire.waiting = PubSub.SUBSCRIBER_OUTPUT + 1;
    run(speaker, "PUBLISH c x");
    assertThat(wire.cut).isTrue();
    assertThat(sent(listener)).isEmpty();
  }

  @Test
  void keysTellWhatHappensToThem() {
    run(speaker, "CONFIG SET notify-keyspace-events KEA");
    run(listener, "PSUBSCRIBE __key*");
    run(speaker, "SET k v");
    assertThat(sent(listener))
        .isEqualTo(
            "*4|$8|pmessage|$6|__key*|$16|__keyspace@0__:k|$3|set|"
                + "*4|$8|pmessage|$6|__key*|$18|__keyevent@0__:set|$1|k|");
  }

  @Test
  void theClassesOfKeyEventsAreShownInOrder() {
    assertThat(KeyEvents.normal("KA")).isEqualTo("AK");
    assertThat(KeyEvents.normal("gKE")).isEqualTo("gKE");
    assertThat(KeyEvents.normal("Eg$lshzxetdng")).isEqualTo("AEn");
  }
}
