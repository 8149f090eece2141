package dev.orrery.social.timelines.fanout;

import java.util.List;
import java.util.Set;

/// Everything is merged on read: writing costs two calls whoever writes, reading one for each
/// followed author.
public final class AlwaysOnRead implements FanOutStrategy {
  /// @param threshold of no consequence here
  public AlwaysOnRead(int threshold) {
    if (threshold < 1) {
      throw new IllegalArgumentException("the fan-out threshold is at least 1, not " + threshold);
    }
  }

  @Override
  public int followersNeeded() {
    return 1;
  }

  @Override
  public Plan plan(long author, List<Long> followers) {
    return new Plan(List.of(author), true);
  }

  @Override
  public List<Long> merged(List<Long> following, Set<Long> marked) {
    return following.stream().filter(marked::contains).toList();
  }
}
