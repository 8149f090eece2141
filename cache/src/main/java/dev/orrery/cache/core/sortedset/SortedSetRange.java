package dev.orrery.cache.core.sortedset;

import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.Numbers;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.SortedList;
import java.util.Arrays;

/// A stretch of a sorted set, given by ranks, scores or members, as ranks `from` to `to`
/// (exclusive).
record SortedSetRange(int from, int to) {
  private static final SortedSetRange NOTHING = new SortedSetRange(0, 0);

  int size() {
    return to - from;
  }

  private static SortedSetRange between(int from, int to) {
    return from < to ? new SortedSetRange(from, to) : NOTHING;
  }

  /// By ranks; negative ones count from the end.
  static SortedSetRange ofRanks(long start, long end, int size) {
    long from = Math.max(0, start < 0 ? start + size : start);
    long last = Math.min(end < 0 ? end + size : end, size - 1L);
    return from > last ? NOTHING : new SortedSetRange((int) from, (int) last + 1);
  }

  /// Of a set read backwards: the same stretch in ascending ranks.
  SortedSetRange mirrored(int size) {
    return between(size - to, size - from);
  }

  /// A score, `(` before it for "not itself".
  record ScoreBound(double score, boolean exclusive) {
    static ScoreBound parse(byte[] text) {
      boolean exclusive = text.length > 0 && text[0] == '(';
      byte[] number = exclusive ? Arrays.copyOfRange(text, 1, text.length) : text;
      double score =
          Numbers.floating(number)
              .orElseThrow(() -> new CommandException("ERR min or max is not a float"));
      return new ScoreBound(score, exclusive);
    }
  }

  static SortedSetRange ofScores(ScoreBound low, ScoreBound high, SortedList list) {
    return between(
        list.countBelow(low.score, low.exclusive), list.countBelow(high.score, !high.exclusive));
  }

  /// A member with `[` or `(` before it, or `-` and `+`: before all, after all.
  ///
  /// @param infinite −1 before all, 1 after all, 0 at the member
  record MemberBound(int infinite, Bytes member, boolean exclusive) {
    private static final Bytes NONE = Bytes.of("");

    static MemberBound parse(byte[] text) {
      if (text.length == 1 && (text[0] == '-' || text[0] == '+')) {
        return new MemberBound(text[0] == '-' ? -1 : 1, NONE, false);
      }
      if (text.length == 0 || (text[0] != '(' && text[0] != '[')) {
        throw new CommandException("ERR min or max not valid string range item");
      }
      Bytes member = Bytes.of(Arrays.copyOfRange(text, 1, text.length));
      return new MemberBound(0, member, text[0] == '(');
    }

    /// How many members are before the bound; those equal to it are, too, when `inclusive`. By
    /// halving, for all scores are meant to be the same.
    int countBelow(SortedList list, boolean inclusive) {
      if (infinite != 0) {
        return infinite < 0 ? 0 : list.size();
      }
      int low = 0;
      int high = list.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        int compared = list.range(middle, middle + 1).getFirst().member().compareTo(member);
        if (compared < 0 || (compared == 0 && inclusive)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  static SortedSetRange ofMembers(MemberBound low, MemberBound high, SortedList list) {
    return between(low.countBelow(list, low.exclusive), high.countBelow(list, !high.exclusive));
  }
}
