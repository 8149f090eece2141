package dev.orrery.system.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cache.CacheConfig;
import dev.orrery.cache.CacheServer;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.system.testing.RedisServer;
import dev.orrery.system.testing.TestModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TourTest {
  @Test
  void everyHopAnswersAndLeavesItsTrace(@TempDir Path data) throws Exception {
    try (TestModel model = TestModel.start(data)) {
      List<String> lines = new ArrayList<>();
      List<String> missing = new Tour(model.client(), lines::add).run();
      assertThat(missing).as(String.join("\n", lines)).isEmpty();
      assertThat(lines).anyMatch(line -> line.contains("bottleneck"));
      assertThat(lines).anyMatch(line -> line.contains("(later)"));
    }
  }

  /// The engine's adapter runs in the cache's place; nothing else knows.
  @Test
  void theTourPassesOnARealRedis(@TempDir Path data) throws Exception {
    try (RedisServer redis = RedisServer.start();
        TestModel model = TestModel.start(data, "components.cache=" + redis.address())) {
      List<String> lines = new ArrayList<>();
      assertThat(new Tour(model.client(), lines::add).run()).as(String.join("\n", lines)).isEmpty();
    }
  }

  @Test
  void theTourPassesOnACacheInAnotherProcessesPlace(@TempDir Path data, @TempDir Path cacheData)
      throws Exception {
    try (ComponentContext context = ComponentContext.forTest("cache", cacheData);
        CacheServer cache = new CacheServer(CacheConfig.defaults(), context)) {
      cache.start();
      String address = "grpc://127.0.0.1:" + cache.endpoints().getFirst().port();
      try (TestModel model = TestModel.start(data, "components.cache=" + address)) {
        List<String> lines = new ArrayList<>();
        assertThat(new Tour(model.client(), lines::add).run())
            .as(String.join("\n", lines))
            .isEmpty();
      }
    }
  }
}
