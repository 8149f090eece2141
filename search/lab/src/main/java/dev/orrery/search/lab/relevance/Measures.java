package dev.orrery.search.lab.relevance;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Measures of one ranking against judgments, as trec_eval defines them.
public final class Measures {
  private Measures() {}

  /// Normalised discounted cumulative gain of the first `depth` (Järvelin and Kekäläinen, 2002): a
  /// document's grade counts less the later it comes (by log2 of its place plus one), and the sum
  /// is a share of the best sum possible.
  ///
  /// @param grades of the judged documents; one that is not judged counts 0
  public static double ndcg(List<String> ranking, Map<String, Integer> grades, int depth) {
    double gained = 0;
    for (int place = 0; place < Math.min(depth, ranking.size()); place++) {
      gained += grades.getOrDefault(ranking.get(place), 0) / discount(place);
    }
    List<Integer> best =
        grades.values().stream().sorted(java.util.Comparator.reverseOrder()).limit(depth).toList();
    double possible = 0;
    for (int place = 0; place < best.size(); place++) {
      possible += best.get(place) / discount(place);
    }
    return possible == 0 ? 0 : gained / possible;
  }

  private static double discount(int place) {
    return Math.log(place + 2) / Math.log(2);
  }

  /// The mean, over the relevant documents, of the precision at each one's place; a relevant
  /// document that is not ranked counts 0.
  public static double averagePrecision(List<String> ranking, Set<String> relevant) {
    double sum = 0;
    int found = 0;
    for (int place = 0; place < ranking.size(); place++) {
      if (relevant.contains(ranking.get(place))) {
        found++;
        sum += (double) found / (place + 1);
      }
    }
    return relevant.isEmpty() ? 0 : sum / relevant.size();
  }
}
