package dev.orrery.social.posts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class PostIdsProperties {
  private static final long NOW = PostIds.EPOCH_MILLIS + 1_000_000;

  @Property
  void idsGrowHoweverTheWallClockJumps(
      @ForAll @Size(max = 200) List<@LongRange(min = -5_000, max = 5_000) Long> jumps,
      @ForAll @IntRange(max = PostIds.MAXIMUM_INSTANCE) int instance) {
    PostIds ids = new PostIds(instance);
    long last = 0;
    for (long jump : jumps) {
      long id = ids.next(NOW + jump);
      assertThat(id).isGreaterThan(last);
      last = id;
    }
  }

  @Property
  void anIdBearsItsTime(@ForAll @LongRange(min = 1, max = 1L << 40) long millis) {
    long now = PostIds.EPOCH_MILLIS + millis;
    long id = new PostIds(7).next(now);
    assertThat(PostIds.millisOf(id)).isEqualTo(now);
    assertThat(id)
        .isGreaterThanOrEqualTo(PostIds.lowestOf(now))
        .isLessThan(PostIds.lowestOf(now + 1));
  }

  @Property(tries = 20)
  void twoInstancesNeverGiveTheSameId(@ForAll @IntRange(min = 1, max = 10_000) int count) {
    PostIds one = new PostIds(1);
    PostIds two = new PostIds(2);
    for (int i = 0; i < count; i++) {
      assertThat(one.next(NOW)).isNotEqualTo(two.next(NOW));
    }
  }
}
