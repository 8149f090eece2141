package dev.orrery.search.lab.topk;

import dev.orrery.search.core.ranking.Hit;
import dev.orrery.search.core.ranking.TopK;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What every merge of hits must do.
final class TopKContract {
  private TopKContract() {}

  static Contract<TopK> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "takes the first hits after the place, in order",
            TopKCase.all(),
            TopKCase::story,
            TopKContract::takesTheFirst),
        Law.of(
            "pages show every hit once",
            TopKCase.all(),
            TopKContract::pagesStory,
            TopKContract::pages),
        Law.of(
            "leaves what it was given as it was",
            TopKCase.all(),
            TopKCase::story,
            TopKContract::changesNothing));
  }

  private static void takesTheFirst(TopK topK, TopKCase asked) {
    List<Hit> expected =
        asked.sorted().stream()
            .filter(hit -> asked.after().isEmpty() || hit.compareTo(asked.after().get()) > 0)
            .limit(asked.limit())
            .toList();
    List<Hit> merged = topK.merge(asked.shards(), asked.after(), asked.limit());
    if (!merged.equals(expected)) {
      throw new AssertionError(
          "gave " + TopKCase.told(merged) + ", expected " + TopKCase.told(expected));
    }
  }

  private static String pagesStory(TopKCase asked) {
    return asked.story() + ", and on from there";
  }

  private static void pages(TopK topK, TopKCase asked) {
    int limit = Math.max(1, asked.limit());
    List<Hit> all = new ArrayList<>();
    Optional<Hit> after = Optional.empty();
    List<Hit> page;
    do {
      page = topK.merge(asked.shards(), after, limit);
      all.addAll(page);
      after = page.isEmpty() ? after : Optional.of(page.getLast());
    } while (page.size() == limit && all.size() <= asked.sorted().size());
    if (!all.equals(asked.sorted())) {
      throw new AssertionError(
          "the pages were " + TopKCase.told(all) + ", expected " + TopKCase.told(asked.sorted()));
    }
  }

  private static void changesNothing(TopK topK, TopKCase asked) {
    String before = asked.story();
    topK.merge(asked.shards(), asked.after(), asked.limit());
    if (!asked.story().equals(before)) {
      throw new AssertionError("what it was given is now " + TopKCase.told(asked.shards()));
    }
  }
}
