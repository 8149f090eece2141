package dev.orrery.objectstore;

import dev.orrery.runtime.lifecycle.ComponentContext;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// An object store in a process of its own, to be killed. Arguments: the data directory.
final class ServerProcess {
  private ServerProcess() {}

  public static void main(String[] arguments) throws Exception {
    ComponentContext context = ComponentContext.forTest("objectstore", Path.of(arguments[0]));
    ObjectStoreServer server = new ObjectStoreServer(ObjectStoreConfig.defaults(), context);
    server.start();
    System.out.println("ready " + server.endpoints().getLast());
    new CountDownLatch(1).await();
  }
}
