package dev.orrery.social.timelines.merge;

import java.util.List;

/// A list of posts that goes into a timeline: newest first, each once.
///
/// @param references a prefix of all posts the source has
/// @param complete whether it is all of them; if not, there may be more below the last one
public record Source(List<PostRef> references, boolean complete) {
  public Source {
    references = List.copyOf(references);
  }
}
