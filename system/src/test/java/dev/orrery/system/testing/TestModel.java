package dev.orrery.system.testing;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.system.client.ModelClient;
import dev.orrery.system.model.Catalog;
import dev.orrery.system.model.Model;
import dev.orrery.system.model.ModelOptions;
import dev.orrery.system.model.Profile;
import java.nio.file.Path;

/// A whole model in the test's JVM, on free ports.
public final class TestModel implements AutoCloseable {
  private final Model model;
  private final ModelClient client;

  private TestModel(Model model, ModelClient client) {
    this.model = model;
    this.client = client;
  }

  public static TestModel start(Path data, String... settings) throws Exception {
    Configuration configuration = Configuration.empty();
    for (String setting : settings) {
      configuration = configuration.with(setting);
    }
    Model model =
        new Model(new ModelOptions(Profile.standard(), data, 0, configuration), new Catalog());
    model.start(_ -> {});
    return new TestModel(model, ModelClient.connect(model.dnsAddress(), data));
  }

  public Model model() {
    return model;
  }

  public ModelClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    model.close();
  }
}
