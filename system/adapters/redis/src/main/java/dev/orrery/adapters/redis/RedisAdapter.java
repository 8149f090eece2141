package dev.orrery.adapters.redis;

import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.EngineAdapter;
import java.net.URI;

/// `components.cache = "redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE]"`.
public final class RedisAdapter implements EngineAdapter {
  private static final int DEFAULT_PORT = 6379;

  @Override
  public String component() {
    return "cache";
  }

  @Override
  public String scheme() {
    return "redis";
  }

  @Override
  public Component adapt(URI engine, ComponentContext context) {
    String path = engine.getPath() == null ? "" : engine.getPath();
    if (engine.getHost() == null || !path.matches("/?\\d{0,4}")) {
      throw new ConfigurationException(
          "components.cache is \""
              + engine
              + "\", expected \"redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE]\"");
    }
    String user = engine.getRawUserInfo() == null ? "" : engine.getRawUserInfo() + "@";
    int port = engine.getPort() < 0 ? DEFAULT_PORT : engine.getPort();
    return new RedisCacheServer(
        URI.create("redis://" + user + engine.getHost() + ":" + port + path), context);
  }
}
