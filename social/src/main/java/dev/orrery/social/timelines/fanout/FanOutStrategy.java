package dev.orrery.social.timelines.fanout;

import java.util.List;
import java.util.Set;

/// Decides where a new post goes and what a reader puts together. A swap point: `social.fanout`.
///
/// Whatever the two halves decide, together they must serve: a reader sees every post of the
/// authors it follows, and its own. Stateless and thread-safe; an implementation to be swapped in
/// has a public constructor `(int threshold)`.
public interface FanOutStrategy {
  /// Where a post goes.
  ///
  /// @param homes users to whose home timelines it is added; each once
  /// @param authorList whether it is added to the author's own list, which readers merge; such an
  ///   author stays marked for good
  record Plan(List<Long> homes, boolean authorList) {
    public Plan {
      homes = List.copyOf(homes);
    }
  }

  /// How many followers the plan has to know: a worker stops asking when it has as many.
  int followersNeeded();

  /// Where a new post goes.
  ///
  /// @param author the author's id
  /// @param followers all of them when they are fewer than [#followersNeeded()], else the first
  ///   ones
  Plan plan(long author, List<Long> followers);

  /// Whose lists a reader merges into the home timeline.
  ///
  /// @param following whom the reader follows
  /// @param marked the authors with a list of their own
  List<Long> merged(List<Long> following, Set<Long> marked);
}
