package dev.orrery.social.timelines.merge;

import java.util.ArrayList;
import java.util.List;

/// A page of a timeline.
///
/// @param references newest first
/// @param more whether older posts may follow
public record Page(List<PostRef> references, boolean more) {
  /// Stands above every post: where the first page begins.
  public static final PostRef TOP = new PostRef(Long.MAX_VALUE, Long.MAX_VALUE);

  public Page {
    references = List.copyOf(references);
  }

  /// A page merged from sources of which some may be prefixes, when they reach far enough for it.
  ///
  /// ```
  ///   home (prefix)   9 8 6 4 ┆ ?        the page may hold nothing below 4: under it home
  ///   author          7 5 3 1            might have posts that are not known here
  /// ```
  ///
  /// @param size posts a page, at least 1
  /// @return empty when the page would reach below the end of an incomplete source
  public static java.util.Optional<Page> of(
      TimelineMerge merge, List<Source> sources, PostRef before, int size) {
    List<List<PostRef>> lists = new ArrayList<>(sources.size());
    PostRef floor = null;
    for (Source source : sources) {
      lists.add(source.references());
      if (!source.complete()) {
        PostRef last = source.references().isEmpty() ? TOP : source.references().getLast();
        floor = floor == null || floor.olderThan(last) ? last : floor;
      }
    }
    List<PostRef> merged = merge.page(lists, before, size + 1);
    boolean more = merged.size() > size;
    List<PostRef> page = more ? merged.subList(0, size) : merged;
    if (floor == null) {
      return java.util.Optional.of(new Page(page, more));
    }
    boolean reaches = page.size() == size && !page.getLast().olderThan(floor);
    return reaches ? java.util.Optional.of(new Page(page, true)) : java.util.Optional.empty();
  }
}
