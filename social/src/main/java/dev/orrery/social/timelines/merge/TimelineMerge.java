package dev.orrery.social.timelines.merge;

import java.util.List;

/// Merges several lists, each newest first, into one page of a timeline. A swap point:
/// `social.timeline-merge`. Stateless and thread-safe; an implementation to be swapped in has a
/// public constructor without arguments.
@FunctionalInterface
public interface TimelineMerge {
  /// The first `limit` references of all sources together that are older than `before`: newest
  /// first, each once.
  ///
  /// @param sources each in order and without repetition; the same post may stand in several
  /// @param before where the page before ended; a reference above all others for the first page
  /// @param limit at least 1
  List<PostRef> page(List<List<PostRef>> sources, PostRef before, int limit);
}
