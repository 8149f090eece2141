package dev.orrery.social.lab.fanout;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// A small network: user `i` is followed by `followers.get(i)`; then the authors post in turn.
///
/// @param threshold what the strategy is made with
record FanOutCase(int threshold, List<Set<Long>> followers, List<Long> authors) {
  private static final int USERS = 6;

  static Arbitrary<FanOutCase> arbitrary() {
    Arbitrary<Set<Long>> some = Arbitraries.longs().between(0, USERS - 1).set().ofMaxSize(USERS);
    return Combinators.combine(
            Arbitraries.integers().between(1, 4),
            some.list().ofSize(USERS),
            Arbitraries.longs().between(0, USERS - 1).list().ofMinSize(1).ofMaxSize(4))
        .as(FanOutCase::new);
  }

  /// Ascending; nobody follows themselves.
  List<Long> followersOf(long author) {
    TreeSet<Long> found = new TreeSet<>(followers.get((int) author));
    found.remove(author);
    return List.copyOf(found);
  }

  List<Long> followingOf(long reader) {
    return java.util.stream.LongStream.range(0, USERS)
        .filter(author -> followersOf(author).contains(reader))
        .boxed()
        .toList();
  }

  long users() {
    return USERS;
  }

  String story() {
    StringBuilder story = new StringBuilder("threshold " + threshold);
    for (long author : new TreeSet<>(authors)) {
      story.append("; user ").append(author).append(" is followed by ").append(followersOf(author));
    }
    return story.append("; posts by ").append(authors).toString();
  }
}
