package dev.orrery.search.core.ranking;

/// A document found, at its place in the order of hits: rank descending, then id ascending by code
/// points (which is the order of its UTF-8 bytes). Ids are unique, so the order is total and does
/// not depend on which shard a document lies in.
///
/// @param rank larger is earlier; -infinity when the sort field is missing, never NaN
public record Hit(String id, double rank) implements Comparable<Hit> {
  @Override
  public int compareTo(Hit other) {
    int byRank = Double.compare(other.rank, rank);
    return byRank != 0 ? byRank : byCodePoints(id, other.id);
  }

  /// Compares as UTF-8 bytes would; [String#compareTo] differs above U+FFFF.
  public static int byCodePoints(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean bothOrNeither = Character.isSurrogate(x) == Character.isSurrogate(y);
        return bothOrNeither ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
