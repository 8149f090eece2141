package dev.orrery.search.engine.lucene;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.uhighlight.DefaultPassageFormatter;
import org.apache.lucene.search.uhighlight.Passage;
import org.apache.lucene.search.uhighlight.PassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;

/// The passages of a text that show why it was found: the text is analysed again, cut into
/// sentences, and the best of them by BM25 are shown. HTML: everything but the marks is escaped.
final class Highlights {
  static final int PASSAGES = 3;

  /// No sign of a text that was typed: parts the passages of one answer.
  private static final String BETWEEN = "\uE000";

  private final UnifiedHighlighter highlighter;

  Highlights(IndexSearcher searcher, Analyzer analyzer) {
    PassageFormatter formatter = new DefaultPassageFormatter("<em>", "</em>", BETWEEN, true);
    this.highlighter =
        UnifiedHighlighter.builder(searcher, analyzer)
            .withFormatter(new AllPassages(formatter))
            .withMaxNoHighlightPassages(0)
            .build();
  }

  /// By id and field; fields without a match are left out.
  ///
  /// @param places the documents' numbers by id
  Map<String, Map<String, List<String>>> passages(
      Map<String, Integer> places, org.apache.lucene.search.Query query, List<String> fields)
      throws IOException {
    Map<String, Map<String, List<String>>> passages = new HashMap<>();
    if (fields.isEmpty() || places.isEmpty()) {
      return passages;
    }
    List<String> ids = List.copyOf(places.keySet());
    int[] documents = ids.stream().mapToInt(id -> places.getOrDefault(id, -1)).toArray();
    int[] most = new int[fields.size()];
    Arrays.fill(most, PASSAGES);
    highlighter
        .highlightFields(fields.toArray(String[]::new), query, documents, most)
        .forEach((field, texts) -> {
          for (int i = 0; i < texts.length; i++) {
            if (texts[i] != null) {
              passages
                  .computeIfAbsent(ids.get(i), _ -> new HashMap<>())
                  .put(field, List.of(texts[i].split(BETWEEN)));
            }
          }
        });
    return passages;
  }

  /// Formats passages with a sign between them that the text itself cannot bring.
  private static final class AllPassages extends PassageFormatter {
    private final PassageFormatter inner;

    private AllPassages(PassageFormatter inner) {
      this.inner = inner;
    }

    @Override
    public Object format(Passage[] passages, String content) {
      return inner.format(passages, content.replace(BETWEEN, " "));
    }
  }
}
