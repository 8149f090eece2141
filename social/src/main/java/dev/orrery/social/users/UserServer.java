package dev.orrery.social.users;

import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.Access;
import dev.orrery.social.SocialConfig;
import dev.orrery.social.service.Calls;
import dev.orrery.social.service.Serving;
import dev.orrery.social.storage.Tables;
import java.io.IOException;
import java.util.List;

/// The User service, assembled.
public final class UserServer implements Component {
  private final Serving serving;
  private final TimelineInvalidation invalidation;
  private final UserService users;
  private final UserAdminService admin;

  /// @param config nothing of it concerns this service so far; taken as by every social service
  public UserServer(SocialConfig config, ComponentContext context) {
    Tables tables = new Tables(context);
    this.invalidation = new TimelineInvalidation(context);
    String identity = Calls.target("identity");
    Profiles profiles = new Profiles(tables, context.channels().channel(identity));
    FollowGraph graph = new FollowGraph(tables);
    this.serving = new Serving(context, List.of("database", "identity", "cache"));
    this.users =
        new UserService(
            tables, profiles, graph, invalidation, context.channels().operatorChannel(identity));
    this.admin = new UserAdminService(profiles, graph, invalidation);
  }

  @Override
  public void start() throws IOException {
    serving.start(server -> server.service(users, Access.SERVICE).service(admin, Access.OPERATOR));
    invalidation.start();
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
    invalidation.close();
    serving.close();
  }

  @Override
  public void kill() {
    invalidation.close();
    serving.kill();
  }
}
