package dev.orrery.social.lab.merge;

import dev.orrery.social.timelines.merge.PostRef;
import dev.orrery.social.timelines.merge.TimelineMerge;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.List;

/// What every [TimelineMerge] must keep. References are told as `created/id`.
final class MergeContract {
  private MergeContract() {}

  static Contract<TimelineMerge> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "a page is the newest posts of all sources below the cursor, newest first, each once",
            MergeCase.arbitrary(),
            MergeCase::story,
            MergeContract::page),
        Law.of(
            "page after page is the whole timeline",
            MergeCase.arbitrary(),
            MergeCase::story,
            MergeContract::pages));
  }

  private static void page(TimelineMerge merge, MergeCase tried) {
    List<PostRef> page = merge.page(tried.sources(), tried.before(), tried.limit());
    if (!page.equals(tried.expected())) {
      throw new AssertionError(
          "the page is " + MergeCase.told(page) + ", expected " + MergeCase.told(tried.expected()));
    }
  }

  private static void pages(TimelineMerge merge, MergeCase tried) {
    MergeCase whole = new MergeCase(tried.sources(), tried.before(), Integer.MAX_VALUE / 2);
    List<PostRef> read = new java.util.ArrayList<>();
    PostRef before = tried.before();
    for (int pages = 0; pages <= whole.expected().size(); pages++) {
      List<PostRef> page = merge.page(tried.sources(), before, tried.limit());
      if (page.isEmpty()) {
        break;
      }
      read.addAll(page);
      before = page.getLast();
    }
    if (!read.equals(whole.expected())) {
      throw new AssertionError(
          "the pages together are "
              + MergeCase.told(read)
              + ", expected "
              + MergeCase.told(whole.expected()));
    }
  }
}
