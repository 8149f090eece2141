package dev.orrery.social.timelines.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Fan-out on write below a threshold of followers, merge on read from it on: what Twitter came to
/// (Krikorian, "Timelines at Scale", QCon 2012). Writing costs a follower one cache call, so the
/// few authors with very many followers would hold up all others; reading costs a followed author
/// of that kind one call more, and a reader follows few of them.
///
/// The author's own home timeline takes the post either way: readers merge whom they follow, and
/// nobody follows themselves.
public final class HybridFanOut implements FanOutStrategy {
  private final int threshold;

  /// @param threshold followers from which on an author is merged on read; at least 1
  public HybridFanOut(int threshold) {
    if (threshold < 1) {
      throw new IllegalArgumentException("the fan-out threshold is at least 1, not " + threshold);
    }
    this.threshold = threshold;
  }

  @Override
  public int followersNeeded() {
    return threshold;
  }

  @Override
  public Plan plan(long author, List<Long> followers) {
    if (followers.size() >= threshold) {
      return new Plan(List.of(author), true);
    }
    List<Long> homes = new ArrayList<>(followers.size() + 1);
    homes.add(author);
    homes.addAll(followers);
    return new Plan(homes, false);
  }

  @Override
  public List<Long> merged(List<Long> following, Set<Long> marked) {
    return following.stream().filter(marked::contains).toList();
  }
}
