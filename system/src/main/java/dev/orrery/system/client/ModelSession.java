package dev.orrery.system.client;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.system.control.ControlClient;
import dev.orrery.system.model.Catalog;
import dev.orrery.system.model.Model;
import dev.orrery.system.model.ModelOptions;
import dev.orrery.system.model.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The model a command works with: the one that runs on the data directory, or else one started for
/// as long as the command takes, on any free ports.
public final class ModelSession implements AutoCloseable {
  private final ModelClient client;
  private final @Nullable Model own;

  private ModelSession(ModelClient client, @Nullable Model own) {
    this.client = client;
    this.own = own;
  }

  /// @param say told when a model has to be started
  /// @throws Exception when none runs and none can be started
  public static ModelSession open(Path data, Configuration configuration, Consumer<String> say)
      throws Exception {
    Optional<ControlClient> running = ControlClient.find(data);
    if (running.isPresent()) {
      try (ControlClient control = running.get()) {
        return new ModelSession(ModelClient.of(control, data), null);
      }
    }
    say.accept("no model is running on " + data + ": starting one for this command");
    Model model =
        new Model(new ModelOptions(Profile.standard(), data, 0, configuration), new Catalog());
    model.start(_ -> {});
    try {
      return new ModelSession(ModelClient.connect(model.dnsAddress(), data), model);
    } catch (IOException | RuntimeException failure) {
      model.close();
      throw failure;
    }
  }

  public ModelClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    if (own != null) {
      own.close();
    }
  }
}
