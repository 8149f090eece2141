package dev.orrery.search.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.search.SearchConfig;
import dev.orrery.search.SearchServer;
import dev.orrery.search.lab.relevance.Effectiveness;
import dev.orrery.search.lab.relevance.TestCollection;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The NPL collection (11,429 abstracts of physics, 93 questions), when somebody has it: the folder
/// is named by the environment variable `ORRERY_COLLECTION`.
class CollectionTest {
  private static final String VARIABLE = "ORRERY_COLLECTION";

  @Test
  void ranksAsWellAsItShouldWithOneShardAndWithTwo(@TempDir Path folder) throws Exception {
    String place = System.getenv(VARIABLE);
    Assumptions.assumeTrue(place != null, VARIABLE + " names no folder with the NPL collection");
    TestCollection collection = TestCollection.read(Path.of(String.valueOf(place)));
    SearchConfig config =
        Configuration.empty()
            .with("search.k1=0.9")
            .with("search.b=0.4")
            .bind("search", SearchConfig.class);
    try (ComponentContext context = ComponentContext.forTest("search", folder);
        SearchServer server = new SearchServer(config, context)) {
      server.start();
      ManagedChannel channel =
          Grpc.newChannelBuilderForAddress(
                  "127.0.0.1",
                  server.endpoints().getFirst().port(),
                  InsecureChannelCredentials.create())
              .maxInboundMessageSize(8 << 20)
              .build();
      try {
        for (int shards : List.of(1, 2)) {
          Effectiveness measured =
              Effectiveness.measure(channel, "npl-" + shards, shards, collection);
          System.out.printf(
              "%d shards: nDCG@10 %.4f, MAP %.4f%n", shards, measured.ndcg(), measured.map());
          assertThat(measured.ndcg()).isCloseTo(0.437, within(0.005));
          assertThat(measured.map()).isCloseTo(0.286, within(0.005));
        }
      } finally {
        channel.shutdownNow();
      }
    }
  }
}
