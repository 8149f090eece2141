package dev.orrery.search.core.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.orrery.search.core.document.Document;
import dev.orrery.search.core.document.FieldValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FeedTest {
  private static Feed feed(String key, String value) {
    TreeMap<String, String> settings = new TreeMap<>(TestEvents.FEED);
    settings.put(key, value);
    return Feed.parse(settings, TestEvents.descriptors()).getFirst();
  }

  @Test
  void makesADocumentOfAnEvent() throws Exception {
    Feed feed = Feed.parse(TestEvents.FEED, TestEvents.descriptors()).getFirst();
    Document document =
        feed.document(
            TestEvents.postCreated(
                "7", "ada", "#Sea, #sea_2 & a#b #42 (#Été)", 1_764_000_000_000L));
    assertThat(document.id()).isEqualTo("7");
    assertThat(document.fields())
        .containsEntry("author", List.of(new FieldValue.Text("ada")))
        .containsEntry("day", List.of(new FieldValue.Text("2025-11-24")))
        .containsEntry("created", List.of(new FieldValue.Whole(1_764_000_000_000L)))
        .containsEntry(
            "hashtag",
            List.of(
                new FieldValue.Text("Sea"),
                new FieldValue.Text("sea_2"),
                new FieldValue.Text("Été")));
  }

  @Test
  void refusesARecordThatIsNoEvent() {
    Feed feed = Feed.parse(TestEvents.FEED, TestEvents.descriptors()).getFirst();
    assertThatThrownBy(() -> feed.document(ByteString.copyFromUtf8("\uFFFF")))
        .isInstanceOf(InvalidProtocolBufferException.class);
    assertThatThrownBy(() -> feed.document(ByteString.EMPTY))
        .isInstanceOf(InvalidProtocolBufferException.class)
        .hasMessageContaining("no id");
  }

  @Test
  void saysWhatIsWrongWithAFeed() {
    Map<String, String> wrong =
        Map.of(
            "posts.field.text", "klingon post.text",
            "posts.id", "post.nothing",
            "posts.field.created", "date post.text",
            "posts.field.day", "day(post.created_millis)",
            "posts.colour", "red");
    wrong.forEach((key, value) ->
        assertThatThrownBy(() -> feed(key, value))
            .as(key)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("feed 'posts': "));
  }
}
