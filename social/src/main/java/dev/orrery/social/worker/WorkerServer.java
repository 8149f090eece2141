package dev.orrery.social.worker;

import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.social.SocialConfig;
import dev.orrery.social.service.Serving;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A timeline worker, assembled: a gRPC port for its health, a membership in the consumer group,
/// and a consumer for each partition it is given.
public final class WorkerServer implements Component {
  private final ComponentContext context;
  private final Serving serving;
  private final GroupMember member;
  private @Nullable Thread thread;

  public WorkerServer(SocialConfig config, ComponentContext context) {
    this.context = context;
    this.serving = new Serving(context, List.of("log", "cache", "users", "database"));
    FanOut fanOut = new FanOut(config, context);
    this.member =
        new GroupMember(
            config,
            context,
            (owner, partition) -> new PartitionConsumer(context, owner, partition, fanOut));
  }

  @Override
  public void start() throws IOException {
    serving.start(server -> server);
    thread = Thread.ofVirtual().name(context.instance() + "-group").start(member::run);
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
    if (stopMember()) {
      member.leave();
    }
    serving.close();
  }

  @Override
  public void kill() {
    member.kill();
    stopMember();
    serving.kill();
  }

  /// False when it was stopped before.
  private boolean stopMember() {
    Thread running = thread;
    thread = null;
    if (running == null) {
      return false;
    }
    running.interrupt();
    try {
      running.join();
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
    return true;
  }
}
