package dev.orrery.search.lab.component;

import dev.orrery.search.v1.Document;
import dev.orrery.search.v1.Value;
import dev.orrery.search.v1.Values;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// A small document.
///
/// @param words of its text
/// @param tag a keyword
/// @param number an integer
record Post(String id, List<String> words, String tag, long number) {
  static final List<String> WORDS = List.of("apple", "apricot", "berry", "cherry", "date");
  static final List<String> TAGS = List.of("red", "Red", "green");
  static final int NUMBERS = 5;

  /// In the order they are written; one id may come again.
  static Arbitrary<List<Post>> all() {
    Arbitrary<String> ids = Arbitraries.of("a", "b", "c", "d", "e", "f", "é", "😀");
    Arbitrary<List<String>> words = Arbitraries.of(WORDS).list().ofMinSize(1).ofMaxSize(5);
    return Combinators.combine(
            ids, words, Arbitraries.of(TAGS), Arbitraries.longs().between(0, NUMBERS - 1))
        .as(Post::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(10);
  }

  Document document() {
    return Document.newBuilder()
        .setId(id)
        .putFields("text", text(String.join(" ", words)))
        .putFields("tag", text(tag))
        .putFields(
            "number", Values.newBuilder().addValues(Value.newBuilder().setInteger(number)).build())
        .build();
  }

  private static Values text(String text) {
    return Values.newBuilder().addValues(Value.newBuilder().setText(text)).build();
  }

  String story() {
    return id + " = \"" + String.join(" ", words) + "\" " + tag + " " + number;
  }
}
