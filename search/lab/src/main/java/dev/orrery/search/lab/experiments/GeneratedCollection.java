package dev.orrery.search.lab.experiments;

import dev.orrery.search.lab.relevance.TestCollection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;

/// A collection whose judgments are known because it was made from them: each topic has words of
/// its own, and a document about a topic takes a share of its words from there, the rest from words
/// that everybody uses, frequent ones more often (Zipf).
final class GeneratedCollection {
  private static final int TOPICS = 40;
  private static final int TOPIC_WORDS = 12;
  private static final int COMMON_WORDS = 400;
  private static final int QUERY_WORDS = 3;
  private static final double ABOUT = 0.12;

  private GeneratedCollection() {}

  /// @param documents in all, spread over the topics by chance
  static TestCollection make(int documents, long seed) {
    Random random = new Random(seed);
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    SequencedMap<String, String> queries = new LinkedHashMap<>();
    Map<String, Map<String, Integer>> judgments = new TreeMap<>();
    for (int i = 0; i < documents; i++) {
      // Topics differ in how much is written about them, and so do their words in how rare they
      // are.
      int topic = (int) (TOPICS * random.nextDouble() * random.nextDouble());
      texts.put("d" + i, text(topic, random));
      judgments.computeIfAbsent("t" + topic, _ -> new TreeMap<>()).put("d" + i, 1);
    }
    for (int topic = 0; topic < TOPICS; topic++) {
      StringBuilder words = new StringBuilder();
      for (int word = 0; word < QUERY_WORDS; word++) {
        words.append(topicWord(topic, random)).append(' ').append(commonWord(random)).append(' ');
      }
      queries.put("t" + topic, words.toString());
    }
    return new TestCollection(texts, queries, judgments);
  }

  private static String text(int topic, Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = 20 + random.nextInt(60); length > 0; length--) {
      boolean about = random.nextDouble() < ABOUT;
      text.append(about ? topicWord(topic, random) : commonWord(random)).append(' ');
    }
    return text.toString();
  }

  /// Neighbouring topics share half of their words, else every question would be easy.
  private static String topicWord(int topic, Random random) {
    return "topic" + (topic * TOPIC_WORDS / 2 + random.nextInt(TOPIC_WORDS)) + "x";
  }

  private static String commonWord(Random random) {
    int rank = (int) Math.exp(random.nextDouble() * Math.log(COMMON_WORDS));
    return "common" + rank + "x";
  }
}
