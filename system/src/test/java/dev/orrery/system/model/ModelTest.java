package dev.orrery.system.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.system.control.ControlClient;
import dev.orrery.system.testing.TestModel;
import dev.orrery.system.v1.InstanceStatus;
import dev.orrery.system.v1.ListRequest;
import dev.orrery.system.v1.SlowRequest;
import dev.orrery.system.v1.StartRequest;
import dev.orrery.system.v1.StopRequest;
import dev.orrery.testkit.wait.Await;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTest {
  private static final int REQUESTS = 1_000;
  private static final int CONNECTIONS = 16;

  @TempDir private static Path data;
  private static TestModel running;

  @BeforeAll
  static void start() throws Exception {
    running = TestModel.start(data);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void aSecondModelOnTheSameDataIsRefusedInASentence() {
    assertThatThrownBy(() -> TestModel.start(data))
        .hasMessageContaining("in use by another running instance");
  }

  @Test
  void aConfigurationThatIsWrongStartsNothing(@TempDir Path elsewhere) {
    assertThatThrownBy(() -> TestModel.start(elsewhere, "cache.evicton=lru"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cache.evicton");
    assertThatThrownBy(
            () -> TestModel.start(elsewhere, "components.cache=memcached://127.0.0.1:11211"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("grpc://HOST:PORT")
        .hasMessageContaining("redis://HOST:PORT");
    assertThatThrownBy(() -> TestModel.start(elsewhere, "nonsense.a=1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("unknown section");
  }

  @Test
  void theControlContractListsAndRefusesWhatIsUnknown() throws Exception {
    try (ControlClient client = ControlClient.find(data).orElseThrow()) {
      List<InstanceStatus> all =
          client.control().list(ListRequest.getDefaultInstance()).getInstancesList();
      assertThat(all)
          .extracting(InstanceStatus::getInstance)
          .contains("dns-1", "web-1", "web-2", "worker-2");
      Await.until(
          Duration.ofSeconds(20),
          () ->
              client.control().list(ListRequest.getDefaultInstance()).getInstancesList().stream()
                  .allMatch(status -> status.getState() == InstanceStatus.State.STATE_RUNNING),
          "every instance is running and misses no neighbour");
      assertThatThrownBy(
              () -> client.control().stop(StopRequest.newBuilder().setInstance("web-9").build()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              refusal -> {
                assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
                assertThat(refusal.getStatus().getDescription()).contains("web-2");
              });
      assertThatThrownBy(() ->
              client
                  .control()
                  .slow(SlowRequest.newBuilder().setInstance("web").setDelayMillis(70_000).build()))
          .isInstanceOf(StatusRuntimeException.class);
    }
  }

  @Test
  void aDrainedWebServerCostsNoRequest() throws Exception {
    assertThat(failedWhile(client -> client.control().stop(stop("web-2", false)))).isEmpty();
    restart("web-2");
  }

  @Test
  void aWebServerKilledHardCostsNoGet() throws Exception {
    assertThat(failedWhile(client -> client.control().stop(stop("web-2", true)))).isEmpty();
    restart("web-2");
  }

  private static StopRequest stop(String instance, boolean hard) {
    return StopRequest.newBuilder().setInstance(instance).setHard(hard).build();
  }

  private static void restart(String instance) throws Exception {
    try (ControlClient client = ControlClient.find(data).orElseThrow()) {
      InstanceStatus status =
          client
              .control()
              .start(StartRequest.newBuilder().setInstance(instance).build())
              .getStatus();
      assertThat(status.getState()).isNotEqualTo(InstanceStatus.State.STATE_STOPPED);
    }
  }

  private interface Deed {
    void run(ControlClient client);
  }

  /// Sends GETs on 16 connections, does the deed after a quarter of them, and returns what failed.
  private static List<String> failedWhile(Deed deed) throws Exception {
    URI door = running.client().frontDoor();
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    AtomicInteger next = new AtomicInteger();
    CountDownLatch quarter = new CountDownLatch(REQUESTS / 4);
    List<Thread> callers = new ArrayList<>();
    for (int c = 0; c < CONNECTIONS; c++) {
      callers.add(Thread.ofVirtual().start(() -> get(door, next, quarter, failures)));
    }
    assertThat(quarter.await(60, TimeUnit.SECONDS)).isTrue();
    try (ControlClient client = ControlClient.find(data).orElseThrow()) {
      deed.run(client);
    }
    for (Thread caller : callers) {
      assertThat(caller.join(Duration.ofSeconds(60))).isTrue();
    }
    return List.copyOf(failures);
  }

  private static void get(
      URI door,
      AtomicInteger next,
      CountDownLatch quarter,
      ConcurrentLinkedQueue<String> failures) {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      while (next.getAndIncrement() < REQUESTS) {
        try {
          HttpResponse<String> response =
              http.send(
                  HttpRequest.newBuilder(door.resolve("/login")).build(),
                  HttpResponse.BodyHandlers.ofString());
          if (response.statusCode() != 200) {
            failures.add(response.statusCode() + " " + response.body());
          }
        } catch (Exception failure) {
          failures.add(failure.toString());
        }
        quarter.countDown();
      }
    }
  }
}
