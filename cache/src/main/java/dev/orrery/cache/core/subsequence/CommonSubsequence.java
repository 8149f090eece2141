package dev.orrery.cache.core.subsequence;

import java.util.ArrayList;
import java.util.List;

/// The longest common subsequence of two strings, by the table of Wagner and Fischer: the cell of
/// two prefixes is one more than its diagonal neighbour when they end alike, else the better of the
/// neighbours above and to the left. Time and memory are the product of the lengths.
///
/// Source: Wagner and Fischer, "The String-to-String Correction Problem", JACM 1974.
final class CommonSubsequence {
  /// A run that both strings contain: where it begins and ends in each, ends inclusive.
  record Match(int oneFirst, int oneLast, int otherFirst, int otherLast) {
    int length() {
      return oneLast - oneFirst + 1;
    }
  }

  private final byte[] one;
  private final byte[] other;
  private final int width;
  private final int[] lengths;

  CommonSubsequence(byte[] one, byte[] other) {
    this.one = one;
    this.other = other;
    width = other.length + 1;
    lengths = new int[(one.length + 1) * width];
    for (int i = 1; i <= one.length; i++) {
      for (int j = 1; j <= other.length; j++) {
        lengths[i * width + j] =
            one[i - 1] == other[j - 1]
                ? at(i - 1, j - 1) + 1
                : Math.max(at(i - 1, j), at(i, j - 1));
      }
    }
  }

  /// Cells of the table for strings of these lengths.
  static long cells(int one, int other) {
    return (one + 1L) * (other + 1L);
  }

  private int at(int i, int j) {
    return lengths[i * width + j];
  }

  int length() {
    return at(one.length, other.length);
  }

  byte[] bytes() {
    byte[] found = new byte[length()];
    int end = found.length;
    for (Match match : matches()) {
      end -= match.length();
      System.arraycopy(one, match.oneFirst, found, end, match.length());
    }
    return found;
  }

  /// The runs it consists of, the last one first.
  List<Match> matches() {
    List<Match> matches = new ArrayList<>();
    int i = one.length;
    int j = other.length;
    while (i > 0 && j > 0) {
      if (one[i - 1] == other[j - 1]) {
        int run = 1;
        while (i > run && j > run && one[i - run - 1] == other[j - run - 1]) {
          run++;
        }
        matches.add(new Match(i - run, i - 1, j - run, j - 1));
        i -= run;
        j -= run;
      } else if (at(i - 1, j) > at(i, j - 1)) {
        i--;
      } else {
        j--;
      }
    }
    return matches;
  }
}
