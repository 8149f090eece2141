package dev.orrery.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventLoopsTest {
  @Test
  void areOneGroupAJvmOfDaemonThreads() throws Exception {
    EventLoops loops = EventLoops.shared();
    assertThat(EventLoops.shared()).isSameAs(loops);
    assertThat(loops.group().submit(() -> Thread.currentThread().isDaemon()).get()).isTrue();
  }
}
