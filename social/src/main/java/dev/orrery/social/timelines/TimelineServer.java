package dev.orrery.social.timelines;

import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.Access;
import dev.orrery.social.SocialConfig;
import dev.orrery.social.cached.CachedList;
import dev.orrery.social.cached.CachedPosts;
import dev.orrery.social.service.Calls;
import dev.orrery.social.service.Serving;
import dev.orrery.social.storage.Tables;
import dev.orrery.social.timelines.merge.TimelineMerge;
import io.grpc.Channel;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Timeline service, assembled.
public final class TimelineServer implements Component {
  private final ComponentContext context;
  private final Serving serving;
  private final Celebrities celebrities;
  private final TimelineService service;
  private @Nullable Thread refresher;

  public TimelineServer(SocialConfig config, ComponentContext context) {
    Channel cache = context.channels().channel(Calls.target("cache"));
    TimelineMerge merge = config.merge();
    this.context = context;
    this.serving = new Serving(context, List.of("cache", "users", "posts", "database"));
    this.celebrities = new Celebrities(config, context, new Tables(context));
    this.service =
        new TimelineService(
            new HomeTimelines(
                config,
                new CachedList(cache, config.cacheTtl()),
                new CachedPosts(cache, config.cacheTtl()),
                celebrities,
                new TimelineSources(context, merge),
                merge));
  }

  @Override
  public void start() throws IOException {
    serving.start(server -> server.service(service, Access.SERVICE));
    refresher =
        Thread.ofVirtual().name(context.instance() + "-celebrities").start(celebrities::keepFresh);
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
    stopRefresher();
    serving.close();
  }

  @Override
  public void kill() {
    stopRefresher();
    serving.kill();
  }

  private void stopRefresher() {
    if (refresher != null) {
      refresher.interrupt();
    }
  }
}
