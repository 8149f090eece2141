package dev.orrery.cache.core.subsequence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

/// Against the definition, tried exhaustively on short strings.
class CommonSubsequenceProperties {
  private static boolean isWithin(String part, String whole) {
    int at = 0;
    for (int i = 0; i < whole.length() && at < part.length(); i++) {
      at += whole.charAt(i) == part.charAt(at) ? 1 : 0;
    }
    return at == part.length();
  }

  private static int longest(String one, String other) {
    int best = 0;
    for (int chosen = 0; chosen < 1 << one.length(); chosen++) {
      StringBuilder part = new StringBuilder();
      for (int i = 0; i < one.length(); i++) {
        if ((chosen >> i & 1) == 1) {
          part.append(one.charAt(i));
        }
      }
      if (part.length() > best && isWithin(part.toString(), other)) {
        best = part.length();
      }
    }
    return best;
  }

  @Property(tries = 200)
  void isCommonAndTheLongest(
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 8) String one,
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 12) String other) {
    CommonSubsequence common =
        new CommonSubsequence(one.getBytes(US_ASCII), other.getBytes(US_ASCII));
    String found = new String(common.bytes(), US_ASCII);
    assertThat(found).hasSize(common.length()).hasSize(longest(one, other));
    assertThat(isWithin(found, one)).isTrue();
    assertThat(isWithin(found, other)).isTrue();
  }
}
