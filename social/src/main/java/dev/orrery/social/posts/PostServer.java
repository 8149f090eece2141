package dev.orrery.social.posts;

import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.Access;
import dev.orrery.social.SocialConfig;
import dev.orrery.social.cached.CachedPosts;
import dev.orrery.social.service.Calls;
import dev.orrery.social.service.Serving;
import dev.orrery.social.storage.Tables;
import java.io.IOException;
import java.util.List;

/// The Post service, assembled.
public final class PostServer implements Component {
  private final Serving serving;
  private final PostService service;

  public PostServer(SocialConfig config, ComponentContext context) {
    int instance =
        config.instanceNumber() >= 0
            ? config.instanceNumber()
            : PostIds.instanceOf(context.instance());
    this.serving = new Serving(context, List.of("database"));
    this.service =
        new PostService(
            new PostTables(new Tables(context)),
            new PostIds(instance),
            new CachedPosts(context.channels().channel(Calls.target("cache")), config.cacheTtl()),
            config.merge(),
            context.time());
  }

  @Override
  public void start() throws IOException {
    serving.start(server -> server.service(service, Access.SERVICE));
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
    serving.close();
  }

  @Override
  public void kill() {
    serving.kill();
  }
}
