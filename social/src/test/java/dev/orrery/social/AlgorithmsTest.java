package dev.orrery.social;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.social.timelines.fanout.AlwaysOnRead;
import dev.orrery.social.timelines.fanout.FanOutStrategy;
import dev.orrery.social.timelines.fanout.HybridFanOut;
import dev.orrery.social.timelines.merge.HeapMerge;
import dev.orrery.social.timelines.merge.PostRef;
import dev.orrery.social.timelines.merge.TimelineMerge;
import dev.orrery.testkit.wait.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The algorithms that configuration names are the ones at work.
class AlgorithmsTest {
  @TempDir private Path folder;

  private static SocialConfig config(String... settings) {
    Configuration configuration = Configuration.empty();
    for (String setting : settings) {
      configuration = configuration.with("social." + setting);
    }
    return configuration.bind("social", SocialConfig.class);
  }

  /// Plans and merges as the hybrid does, and counts.
  public static final class CountingFanOut implements FanOutStrategy {
    private static final AtomicInteger PLANS = new AtomicInteger();
    private static final AtomicInteger MERGES = new AtomicInteger();
    private final FanOutStrategy hybrid;

    public CountingFanOut(int threshold) {
      hybrid = new HybridFanOut(threshold);
    }

    @Override
    public int followersNeeded() {
      return hybrid.followersNeeded();
    }

    @Override
    public Plan plan(long author, List<Long> followers) {
      PLANS.incrementAndGet();
      return hybrid.plan(author, followers);
    }

    @Override
    public List<Long> merged(List<Long> following, Set<Long> marked) {
      MERGES.incrementAndGet();
      return hybrid.merged(following, marked);
    }
  }

  /// Merges as the heap does, and counts.
  public static final class CountingMerge implements TimelineMerge {
    private static final AtomicInteger PAGES = new AtomicInteger();

    @Override
    public List<PostRef> page(List<List<PostRef>> sources, PostRef before, int limit) {
      PAGES.incrementAndGet();
      return new HeapMerge().page(sources, before, limit);
    }
  }

  @Test
  void shortNamesAreBuiltIns() {
    assertThat(config().fanOutStrategy()).isInstanceOf(HybridFanOut.class);
    assertThat(config("fanout=on-read").fanOutStrategy()).isInstanceOf(AlwaysOnRead.class);
    assertThat(config().merge()).isInstanceOf(HeapMerge.class);
  }

  @Test
  void whatCannotBeHadIsRefusedWithWhatCan() {
    assertThatThrownBy(() -> config("fanout=always")).hasMessageContaining("hybrid, on-read");
    assertThatThrownBy(() -> config("timeline-merge=java.lang.String").merge())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("TimelineMerge");
    assertThatThrownBy(() -> config("fanout=no.such.Class").fanOutStrategy())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("--classpath");
  }

  @Test
  void aClassOfOnesOwnIsAtWorkInWorkerAndTimelines() throws Exception {
    SocialConfig config =
        config(
            "fanout-threshold=1",
            "celebrity-refresh=50ms",
            "fanout=" + CountingFanOut.class.getName(),
            "timeline-merge=" + CountingMerge.class.getName());
    try (SmallModel model = new SmallModel(folder, config)) {
      long ada = model.account("ada");
      long bob = model.account("bob");
      model.follow(bob, ada);
      model.post(ada, "hello");
      Await.until(
          Duration.ofSeconds(10),
          () -> model.timeline(bob).equals(List.of("hello")) ? CountingFanOut.MERGES.get() : 0,
          merges -> merges > 0,
          "the post on the timeline, merged by the class of our own");
      assertThat(CountingFanOut.PLANS).hasPositiveValue();
      assertThat(CountingMerge.PAGES).hasPositiveValue();
    }
  }
}
