package dev.orrery.social.relay;

import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.social.SocialConfig;
import dev.orrery.social.posts.PostTables;
import dev.orrery.social.service.Calls;
import dev.orrery.social.service.Serving;
import dev.orrery.social.storage.Tables;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The relay, assembled: a gRPC port for its health and one thread that publishes.
public final class RelayServer implements Component {
  private final ComponentContext context;
  private final Serving serving;
  private final OutboxRelay relay;
  private @Nullable Thread thread;

  public RelayServer(SocialConfig config, ComponentContext context) {
    this.context = context;
    this.serving = new Serving(context, List.of("database", "log"));
    this.relay =
        new OutboxRelay(
            config,
            context,
            new PostTables(new Tables(context)),
            new PostTopic(context.channels().channel(Calls.target("log")), config.partitions()));
  }

  @Override
  public void start() throws IOException {
    serving.start(server -> server);
    thread = Thread.ofVirtual().name(context.instance()).start(relay::run);
  }

  @Override
  public List<Endpoint> endpoints() {
    return serving.endpoints();
  }

  @Override
  public Health health() {
    return serving.health();
  }

  @Override
  public void close() {
    stop();
    serving.close();
  }

  @Override
  public void kill() {
    stop();
    serving.kill();
  }

  private void stop() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    running.interrupt();
    try {
      running.join();
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }
}
