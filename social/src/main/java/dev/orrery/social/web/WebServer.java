package dev.orrery.social.web;

import dev.orrery.runtime.http.HttpServer;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.telemetry.TelemetryFilter;
import dev.orrery.social.SocialConfig;
import dev.orrery.social.service.Serving;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The web tier, assembled.
public final class WebServer implements Component {
  private final ComponentContext context;
  private final Serving serving;
  private final WebRoutes routes;
  private volatile @Nullable HttpServer http;

  public WebServer(SocialConfig config, ComponentContext context) {
    this.context = context;
    this.serving = new Serving(context, List.of("identity", "users", "posts", "timelines"));
    this.routes =
        new WebRoutes(
            new Sessions(context.credentials().service(), config.sessionLifetime(), context.time()),
            new SocialCalls(context),
            new PostSearch(context));
  }

  @Override
  public void start() throws IOException {
    serving.start(server -> server);
    try {
      http =
          routes
              .addTo(
                  HttpServer.builder()
                      .host(context.host())
                      .port(context.port("http"))
                      .filter(new TelemetryFilter(context)))
              .build()
              .start();
    } catch (IOException | RuntimeException failure) {
      serving.close();
      throw failure;
    }
  }

  @Override
  public List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>(serving.endpoints());
    HttpServer running = http;
    if (running != null) {
      endpoints.add(new Endpoint("http", context.host(), running.port()));
    }
    return endpoints;
  }

  @Override
  public Health health() {
    return serving.health();
  }

  @Override
  public void close() {
    HttpServer running = http;
    if (running != null) {
      running.close();
    }
    serving.close();
  }

  @Override
  public void kill() {
    HttpServer running = http;
    if (running != null) {
      running.kill();
    }
    serving.kill();
  }
}
