package dev.orrery.search.lab.experiments;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.search.SearchConfig;
import dev.orrery.search.SearchServer;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// An engine for one experiment, on a folder that goes with it.
final class LoneEngine implements AutoCloseable {
  private final Path folder;
  private final ComponentContext context;
  private final SearchServer server;
  private final ManagedChannel channel;

  LoneEngine(List<String> settings) throws IOException {
    folder = Files.createTempDirectory("orrery-search-lab");
    context = ComponentContext.forTest("search", folder);
    Configuration configuration = Configuration.empty();
    for (String setting : settings) {
      configuration = configuration.with(setting);
    }
    server = new SearchServer(configuration.bind("search", SearchConfig.class), context);
    server.start();
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1",
                server.endpoints().getFirst().port(),
                InsecureChannelCredentials.create())
            .maxInboundMessageSize(8 << 20)
            .build();
  }

  ManagedChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.shutdownNow();
    server.close();
    context.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
