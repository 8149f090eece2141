package dev.orrery.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testkit.process.ChildProcess;
import dev.orrery.testkit.process.Launch;
import dev.orrery.testkit.wait.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// `kill -9` under load: what was answered is there after the restart, byte for byte.
@Tag("deep")
class KilledProcessTest {
  private static final int ROUNDS = 3;
  private static final int WRITERS = 4;
  private static final int OBJECTS_A_ROUND = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  /// The seed of each object's bytes, by its key, once it was answered.
  private final Map<String, Integer> answered = new ConcurrentHashMap<>();

  private static byte[] content(int seed) {
    byte[] bytes = new byte[new int[] {10, 3_000, 200_000}[seed % 3]];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static S3Client client(String address) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://" + address))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(RunningServer.ACCESS_KEY, RunningServer.SECRET_KEY)))
        .forcePathStyle(true)
        .overrideConfiguration(configuration ->
            configuration.retryStrategy(RetryMode.STANDARD).apiCallTimeout(PATIENCE))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private String ready(ChildProcess child) throws InterruptedException {
    return child.awaitLine(PATIENCE, "ready s3=(\\S+)").group(1);
  }

  /// Writes until the server is gone.
  private void load(String address, int round, int writer) {
    try (S3Client s3 = client(address)) {
      for (int i = 0; ; i++) {
        String key = "round-" + round + "/" + writer + "/" + i;
        int seed = key.hashCode() & 0xffff;
        s3.putObject(
            request -> request.bucket("killed").key(key), RequestBody.fromBytes(content(seed)));
        answered.put(key, seed);
      }
    } catch (SdkException gone) {
      // The server was killed; what was not answered is not asked for.
    }
  }

  @Test
  void nothingThatWasAnsweredIsLost() throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("credentials"),
        RunningServer.ACCESS_KEY + " " + RunningServer.SECRET_KEY + " me\n");
    Launch launch = Launch.ofJava(ServerProcess.class, folder.toString());
    for (int round = 0; round < ROUNDS; round++) {
      int current = round;
      try (ChildProcess child = launch.start();
          ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
        String address = ready(child);
        if (round == 0) {
          try (S3Client s3 = client(address)) {
            s3.createBucket(request -> request.bucket("killed"));
          }
        }
        for (int i = 0; i < WRITERS; i++) {
          int writer = i;
          writers.execute(() -> load(address, current, writer));
        }
        int wanted = OBJECTS_A_ROUND * (round + 1);
        Await.until(PATIENCE, () -> answered.size() >= wanted, "objects of round " + round);
        child.kill();
        writers.shutdown();
        assertThat(writers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
      try (ChildProcess child = launch.start();
          S3Client s3 = client(ready(child))) {
        answered.forEach((key, seed) ->
            assertThat(
                    s3.getObjectAsBytes(request -> request.bucket("killed").key(key)).asByteArray())
                .as(key)
                .isEqualTo(content(seed)));
      }
    }
  }
}
