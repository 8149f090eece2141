package dev.orrery.social.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.social.timelines.Rebuilds.Rebuilt;
import dev.orrery.social.timelines.merge.PostRef;
import dev.orrery.social.timelines.merge.Source;
import dev.orrery.testkit.wait.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A reader waits for a rebuild that has begun before it came, and takes it only if nothing was
/// changed since.
class RebuildsTest {
  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final Source OLD = new Source(List.of(), true);
  private static final Source NEW = new Source(List.of(new PostRef(1, 1)), true);

  private final Rebuilds rebuilds = new Rebuilds();
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  /// The first rebuild has read its follows and waits; those after it see the new ones.
  private Rebuilt rebuild(boolean firstStands) throws InterruptedException {
    if (calls.incrementAndGet() > 1) {
      return new Rebuilt(NEW, true);
    }
    begun.countDown();
    release.await();
    return new Rebuilt(OLD, firstStands);
  }

  private Source joined(boolean firstStands) throws Exception {
    CompletableFuture<Source> first = new CompletableFuture<>();
    CompletableFuture<Source> second = new CompletableFuture<>();
    start(first, firstStands);
    begun.await();
    Thread joiner = start(second, firstStands);
    Await.until(BOUND, joiner::getState, Thread.State.WAITING::equals, "the reader to have joined");
    release.countDown();
    assertThat(first.get()).isEqualTo(OLD);
    return second.get();
  }

  private Thread start(CompletableFuture<Source> answer, boolean firstStands) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            answer.complete(rebuilds.load(1, () -> rebuild(firstStands)));
          } catch (Exception failure) {
            answer.completeExceptionally(failure);
          }
        });
  }

  @Test
  void whoFollowedWhileARebuildWasUnderWayGetsANewerOne() throws Exception {
    assertThat(joined(false)).isEqualTo(NEW);
    assertThat(calls).hasValue(2);
  }

  @Test
  void aRebuildThatNothingCameBetweenServesAllWhoWait() throws Exception {
    assertThat(joined(true)).isEqualTo(OLD);
    assertThat(calls).hasValue(1);
  }
}
