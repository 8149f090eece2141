package dev.orrery.search.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.search.SearchConfig;
import dev.orrery.search.SearchServer;
import dev.orrery.search.lab.component.Distortion;
import dev.orrery.search.lab.component.SearchContract;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.Law;
import dev.orrery.testkit.contract.Verdict;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchContractTest {
  private static final SearchContract CONTRACT = new SearchContract();

  /// Each case makes an index of its own on disk; on the command line there are more.
  private static final int FEW = 2;

  @TempDir private Path folder;
  private ComponentContext context;
  private SearchServer server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    startWith("search.statistics=global");
  }

  private void startWith(String setting) throws Exception {
    context = ComponentContext.forTest("search", folder);
    server =
        new SearchServer(
            Configuration.empty().with(setting).bind("search", SearchConfig.class), context);
    server.start();
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1",
                server.endpoints().getFirst().port(),
                InsecureChannelCredentials.create())
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
    context.close();
  }

  @Test
  void acceptsOurEngine() {
    assertThat(new Judge(FEW, 0).judge(CONTRACT.contract(), channel, 1))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void rejectsEveryDistortion() {
    rejectsOn(LongStream.of(1));
  }

  @Test
  @Tag("deep")
  void rejectsEveryDistortionOnTwentySeeds() {
    rejectsOn(LongStream.rangeClosed(1, 20));
  }

  private void rejectsOn(LongStream seeds) {
    seeds.forEach(seed -> {
      for (Distortion distortion : Distortion.values()) {
        Channel distorted = ClientInterceptors.intercept(channel, distortion);
        assertThat(judge(distortion.law(), distorted, CONTRACT.tries(), seed))
            .as("%s on seed %d", distortion, seed)
            .isInstanceOf(Verdict.Rejected.class);
      }
    });
  }

  private static Verdict judge(String name, Channel channel, int tries, long seed) {
    Law<Channel, ?> law =
        CONTRACT.contract().laws().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    return new Judge(tries, 0).judge(law, channel, seed);
  }

  @Test
  void rejectsStatisticsOfTheShardsOwn() throws Exception {
    stop();
    startWith("search.statistics=local");
    assertThat(
            judge("ranks are the same with one shard and with three", channel, CONTRACT.tries(), 1))
        .isInstanceOf(Verdict.Rejected.class);
  }
}
