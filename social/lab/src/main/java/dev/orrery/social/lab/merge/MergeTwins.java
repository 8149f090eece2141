package dev.orrery.social.lab.merge;

import dev.orrery.social.timelines.merge.HeapMerge;
import dev.orrery.social.timelines.merge.PostRef;
import dev.orrery.social.timelines.merge.TimelineMerge;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Mergers that are wrong in one place each.
final class MergeTwins {
  private static final TimelineMerge RIGHT = new HeapMerge();

  private MergeTwins() {}

  static List<WrongTwin<TimelineMerge>> all() {
    return List.of(
        twin("twice", "a post that stands in two sources comes twice", MergeTwins::twice),
        twin("oldest-first", "the page is upside down", MergeTwins::oldestFirst),
        twin(
            "by-time-alone",
            "of two posts of one millisecond the lower id comes first",
            MergeTwins::byTimeAlone),
        twin(
            "cursor-included",
            "the last post of a page is the first of the next",
            MergeTwins::cursorIncluded),
        twin("one-too-many", "a page is longer than asked for", MergeTwins::oneTooMany),
        twin(
            "cursor-by-time",
            "skips the posts of the cursor's own millisecond",
            MergeTwins::cursorByTime),
        twin(
            "first-source-only",
            "stops when the first source is used up",
            MergeTwins::firstSourceOnly));
  }

  private static WrongTwin<TimelineMerge> twin(String name, String mistake, TimelineMerge wrong) {
    return new WrongTwin<>(name, mistake, Contract.ANY, wrong);
  }

  private static List<PostRef> twice(List<List<PostRef>> sources, PostRef before, int limit) {
    return sources.stream()
        .flatMap(List::stream)
        .sorted()
        .filter(reference -> reference.olderThan(before))
        .limit(limit)
        .toList();
  }

  private static List<PostRef> oldestFirst(List<List<PostRef>> sources, PostRef before, int limit) {
    return new ArrayList<>(RIGHT.page(sources, before, limit)).reversed();
  }

  private static List<PostRef> byTimeAlone(List<List<PostRef>> sources, PostRef before, int limit) {
    TreeSet<PostRef> all =
        new TreeSet<>(
            Comparator.comparingLong(PostRef::createdMillis)
                .reversed()
                .thenComparingLong(PostRef::postId));
    sources.forEach(all::addAll);
    return all.stream().filter(reference -> reference.olderThan(before)).limit(limit).toList();
  }

  private static List<PostRef> cursorIncluded(
      List<List<PostRef>> sources, PostRef before, int limit) {
    TreeSet<PostRef> all = new TreeSet<>();
    sources.forEach(all::addAll);
    return all.stream().filter(reference -> reference.compareTo(before) >= 0).limit(limit).toList();
  }

  private static List<PostRef> oneTooMany(List<List<PostRef>> sources, PostRef before, int limit) {
    return RIGHT.page(sources, before, limit + 1);
  }

  private static List<PostRef> cursorByTime(
      List<List<PostRef>> sources, PostRef before, int limit) {
    return RIGHT.page(sources, new PostRef(before.createdMillis(), 0), limit);
  }

  private static List<PostRef> firstSourceOnly(
      List<List<PostRef>> sources, PostRef before, int limit) {
    PostRef last = sources.getFirst().isEmpty() ? before : sources.getFirst().getLast();
    return RIGHT.page(sources, before, limit).stream()
        .filter(reference -> reference.compareTo(last) <= 0)
        .toList();
  }
}
