package dev.orrery.search.lab.component;

import dev.orrery.search.v1.Query;
import dev.orrery.search.v1.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/// A query, and which posts it means.
record Question(String name, Query query, Predicate<Post> means) {

  static List<Question> all() {
    List<Question> all = new ArrayList<>();
    for (String word : Post.WORDS) {
      all.add(new Question("match " + word, match(word), post -> post.words().contains(word)));
    }
    for (String tag : Post.TAGS) {
      all.add(new Question("tag " + tag, tag(tag), post -> post.tag().equals(tag)));
    }
    all.add(
        new Question(
            "prefix ap",
            Query.newBuilder()
                .setPrefix(Query.Prefix.newBuilder().setField("text").setValue("ap"))
                .build(),
            post -> post.words().stream().anyMatch(word -> word.startsWith("ap"))));
    all.add(
        new Question(
            "fuzzy chery",
            Query.newBuilder()
                .setFuzzy(
                    Query.Fuzzy.newBuilder().setField("text").setValue("chery").setMaxEdits(1))
                .build(),
            post -> post.words().contains("cherry")));
    all.add(
        new Question(
            "phrase berry cherry",
            Query.newBuilder()
                .setPhrase(Query.Phrase.newBuilder().setField("text").setText("berry cherry"))
                .build(),
            post -> Collections.indexOfSubList(post.words(), List.of("berry", "cherry")) >= 0));
    all.add(
        new Question(
            "number 1 to 3",
            Query.newBuilder()
                .setRange(Query.Range.newBuilder().setField("number").setFrom(1).setTo(3))
                .build(),
            post -> post.number() >= 1 && post.number() <= 3));
    all.add(
        new Question(
            "date or berry, filtered by red, without apple",
            Query.newBuilder()
                .setBoolean(
                    Query.Boolean.newBuilder()
                        .addShould(match("date"))
                        .addShould(match("berry"))
                        .setMinimumShouldMatch(1)
                        .addFilter(tag("red"))
                        .addMustNot(match("apple")))
                .build(),
            post ->
                (post.words().contains("date") || post.words().contains("berry"))
                    && post.tag().equals("red")
                    && !post.words().contains("apple")));
    return all;
  }

  static Query match(String text) {
    return Query.newBuilder()
        .setMatch(Query.Match.newBuilder().setField("text").setText(text))
        .build();
  }

  private static Query tag(String tag) {
    return Query.newBuilder()
        .setTerm(Query.Term.newBuilder().setField("tag").setValue(Value.newBuilder().setText(tag)))
        .build();
  }
}
