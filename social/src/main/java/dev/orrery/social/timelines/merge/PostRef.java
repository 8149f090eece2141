package dev.orrery.social.timelines.merge;

/// A post's place in the order of every timeline: newest first, and of two posts of one millisecond
/// the one with the higher id first.
///
/// @param createdMillis milliseconds since 1970
/// @param postId positive
public record PostRef(long createdMillis, long postId) implements Comparable<PostRef> {
  @Override
  public int compareTo(PostRef other) {
    int byTime = Long.compare(other.createdMillis, createdMillis);
    return byTime != 0 ? byTime : Long.compare(other.postId, postId);
  }

  /// Whether this stands after `other` in a timeline.
  public boolean olderThan(PostRef other) {
    return compareTo(other) > 0;
  }
}
