package dev.orrery.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.runtime.lifecycle.ComponentContext;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpcServerTest {
  @Test
  void closingAndKillingAgainDoNothingAndWarnNobody(@TempDir Path folder) throws Exception {
    List<String> logged = new CopyOnWriteArrayList<>();
    Handler recorder =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            logged.add(entry.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger grpc = Logger.getLogger("io.grpc");
    grpc.addHandler(recorder);
    try (ComponentContext context = ComponentContext.forTest("sample", folder)) {
      RpcServer server = NamedInstance.start(context, "a");
      Channel channel = context.channels().channel("127.0.0.1:" + server.port());
      assertThat(NamedInstance.ask(channel)).isEqualTo("a");
      server.close();
      server.close();
      server.kill();
      server.kill();
      assertThatThrownBy(() -> NamedInstance.ask(channel))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("UNAVAILABLE");
    } finally {
      grpc.removeHandler(recorder);
    }
    assertThat(logged).isEmpty();
  }

  @Test
  void aTakenPortIsAnErrorAndNotATakeover(@TempDir Path folder) throws Exception {
    try (ComponentContext context = ComponentContext.forTest("sample", folder);
        RpcServer first = NamedInstance.start(context, "a")) {
      ComponentContext second =
          ComponentContext.testBuilder("sample", folder.resolve("second"))
              .port("grpc", first.port())
              .build();
      assertThatThrownBy(() -> NamedInstance.start(second, "b"))
          .isInstanceOf(java.io.IOException.class);
      second.close();
      assertThat(NamedInstance.ask(context.channels().channel("127.0.0.1:" + first.port())))
          .isEqualTo("a");
    }
  }
}
