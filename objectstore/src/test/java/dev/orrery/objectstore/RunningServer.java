package dev.orrery.objectstore;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import io.grpc.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An object store on free ports, with known credentials.
public final class RunningServer implements AutoCloseable {
  public static final String ACCESS_KEY = "AKIATESTTESTTESTTEST";
  public static final String SECRET_KEY = "secret/with+signs";
  public static final String OTHER_ACCESS_KEY = "AKIAOTHEROTHEROTHERO";
  public static final String OTHER_SECRET_KEY = "another";

  private final Path directory;
  private final Configuration configuration;
  private ComponentContext context;
  private ObjectStoreServer server;

  /// @param overrides `objectstore.key=value`
  public RunningServer(Path directory, String... overrides) throws IOException {
    this.directory = directory;
    Configuration bound = Configuration.empty();
    for (String override : overrides) {
      bound = bound.with(override);
    }
    configuration = bound;
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("credentials"),
        ACCESS_KEY
            + " "
            + SECRET_KEY
            + " me\n"
            + OTHER_ACCESS_KEY
            + " "
            + OTHER_SECRET_KEY
            + " you\n");
    context = ComponentContext.forTest("objectstore", directory);
    server = start();
  }

  private ObjectStoreServer start() throws IOException {
    var started =
        new ObjectStoreServer(configuration.bind("objectstore", ObjectStoreConfig.class), context);
    started.start();
    return started;
  }

  public ObjectStoreServer server() {
    return server;
  }

  private Endpoint endpoint(String name) {
    return server.endpoints().stream()
        .filter(found -> found.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  public int s3Port() {
    return endpoint("s3").port();
  }

  public String url() {
    return "http://127.0.0.1:" + s3Port();
  }

  public Channel channel() {
    return context.channels().raw("127.0.0.1:" + endpoint("grpc").port());
  }

  /// Cuts every connection as a crash would, and starts again on the same directory.
  public void crashAndRestart() throws IOException {
    server.kill();
    context.close();
    context = ComponentContext.forTest("objectstore", directory);
    server = start();
  }

  @Override
  public void close() {
    server.close();
    context.close();
  }
}
