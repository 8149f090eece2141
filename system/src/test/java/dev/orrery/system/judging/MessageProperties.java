package dev.orrery.system.judging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class MessageProperties {
  private static String written(Message message) throws IOException {
    StringWriter out = new StringWriter();
    message.writeTo(out);
    return out.toString();
  }

  private static BufferedReader reader(String text) {
    return new BufferedReader(new StringReader(text));
  }

  @Property
  void aMessageIsReadAsItWasWritten(@ForAll String story, @ForAll String reason)
      throws IOException {
    Message message =
        Answer.of(new Outcome.Rejected("a law", story, reason, 3, "MyLru.java:9", ""));
    BufferedReader reader = reader(written(message) + written(message));
    assertThat(Message.readFrom(reader)).contains(message);
    assertThat(Message.readFrom(reader)).contains(message);
    assertThat(Message.readFrom(reader)).isEmpty();
  }

  @Property(tries = 20)
  void aMessageCutShortIsNoMessage(@ForAll String why) throws IOException {
    String whole = written(Answer.of(new Outcome.Unfit(why)));
    for (int length = 0; length < whole.length(); length++) {
      Optional<Message> read;
      try {
        read = Message.readFrom(reader(whole.substring(0, length)));
      } catch (IOException cut) {
        continue;
      }
      assertThat(read).as("cut after %d of %s", length, whole).isEmpty();
    }
  }

  @Property
  void whateverComesIsAMessageOrAnError(@ForAll String bytes) {
    try {
      Message.readFrom(reader(bytes)).ifPresent(message -> assertThat(message.kind()).isNotNull());
    } catch (IOException garbled) {
      assertThat(garbled).hasMessageNotContaining("null");
    }
  }
}
