package dev.orrery.cache.core.command;

/// A pattern as KEYS, SCAN and PSUBSCRIBE take it: `?` one byte, `*` any number, `[a-z]`, `[^ab]`,
/// and `\` before a byte that stands for itself.
///
/// Matching remembers only the last star: if what follows it fails, the star takes one byte more.
/// That is right because a later star can do all that an earlier one could, and it bounds the work
/// by pattern × text, where trying every star over again takes exponential time.
public final class GlobPattern {
  private final byte[] pattern;
  private final boolean ignoreCase;

  public GlobPattern(byte[] pattern) {
    this(pattern, false);
  }

  public GlobPattern(byte[] pattern, boolean ignoreCase) {
    this.pattern = pattern;
    this.ignoreCase = ignoreCase;
  }

  /// Whether it matches everything.
  public boolean isEverything() {
    return pattern.length == 1 && pattern[0] == '*';
  }

  public boolean matches(byte[] text) {
    int at = 0;
    int star = -1;
    int resume = 0;
    int i = 0;
    while (i < text.length) {
      if (at < pattern.length && pattern[at] == '*') {
        star = at++;
        resume = i;
      } else if (at < pattern.length && matchesOne(at, text[i])) {
        at = next(at);
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++resume;
      } else {
        return false;
      }
    }
    while (at < pattern.length && pattern[at] == '*') {
      at++;
    }
    return at == pattern.length;
  }

  /// Where the element at `at` ends.
  private int next(int at) {
    if (pattern[at] == '\\' && at + 1 < pattern.length) {
      return at + 2;
    }
    if (pattern[at] != '[') {
      return at + 1;
    }
    int end = at + 1;
    while (end < pattern.length && pattern[end] != ']') {
      end += pattern[end] == '\\' && end + 1 < pattern.length ? 2 : 1;
    }
    return Math.min(pattern.length, end + 1);
  }

  private boolean matchesOne(int at, byte letter) {
    return switch (pattern[at]) {
      case '?' -> true;
      case '[' -> inClass(at, letter);
      case '\\' -> same(at + 1 < pattern.length ? pattern[at + 1] : pattern[at], letter);
      default -> same(pattern[at], letter);
    };
  }

  private boolean inClass(int at, byte letter) {
    int i = at + 1;
    boolean negated = i < pattern.length && pattern[i] == '^';
    if (negated) {
      i++;
    }
    boolean found = false;
    while (i < pattern.length && pattern[i] != ']') {
      if (pattern[i] == '\\' && i + 1 < pattern.length) {
        found |= same(pattern[i + 1], letter);
        i += 2;
      } else if (i + 2 < pattern.length && pattern[i + 1] == '-') {
        int low = Math.min(fold(pattern[i]), fold(pattern[i + 2]));
        int high = Math.max(fold(pattern[i]), fold(pattern[i + 2]));
        found |= fold(letter) >= low && fold(letter) <= high;
        i += 3;
      } else {
        found |= same(pattern[i], letter);
        i++;
      }
    }
    return found != negated;
  }

  private boolean same(byte one, byte other) {
    return fold(one) == fold(other);
  }

  private int fold(byte letter) {
    int unsigned = letter & 0xFF;
    return ignoreCase && unsigned >= 'A' && unsigned <= 'Z' ? unsigned + 32 : unsigned;
  }
}
