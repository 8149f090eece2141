package dev.orrery.queue;

import dev.orrery.runtime.lifecycle.ComponentContext;
import java.nio.file.Path;

/// A queue in a process of its own, to be killed.
final class QueueProcess {
  private QueueProcess() {}

  /// @param arguments the data directory
  public static void main(String[] arguments) throws Exception {
    ComponentContext context = ComponentContext.forTest("queue", Path.of(arguments[0]));
    QueueServer server = new QueueServer(QueueConfig.defaults(), context);
    server.start();
    System.out.println("ready " + server.endpoints().getFirst());
    Thread.currentThread().join();
  }
}
