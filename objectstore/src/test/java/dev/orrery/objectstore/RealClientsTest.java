package dev.orrery.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.testkit.wait.RequiredTool;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// The clients people use, unchanged: boto3, s3cmd, and Amazon's SDK for Java.
class RealClientsTest {
  private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");

  @TempDir static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new RunningServer(folder.resolve("data"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", "");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    String text = Files.readString(output);
    assertThat(process.waitFor()).as("%s said %s", command, text).isZero();
    return text;
  }

  private static String pythonWithBoto3() throws IOException, InterruptedException {
    RequiredTool.named("python3", "python3-boto3");
    for (String python : PYTHONS) {
      Process probe =
          new ProcessBuilder(python, "-c", "import boto3")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (probe.waitFor() == 0) {
        return python;
      }
    }
    String missing = "no python3 has boto3 (Debian: apt install python3-boto3)";
    assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
    return Assumptions.abort(missing);
  }

  @Test
  void boto3() throws IOException, InterruptedException {
    String python = pythonWithBoto3();
    Path script = folder.resolve("boto3_calls.py");
    try (InputStream source = getClass().getResourceAsStream("boto3_calls.py")) {
      Files.write(script, source.readAllBytes());
    }
    String said =
        run(
            List.of(
                python,
                script.toString(),
                server.url(),
                RunningServer.ACCESS_KEY,
                RunningServer.SECRET_KEY));
    assertThat(said.strip()).endsWith("ok");
  }

  @Test
  void s3cmd() throws IOException, InterruptedException {
    Path program = RequiredTool.named("s3cmd", "s3cmd");
    String host = "127.0.0.1:" + server.s3Port();
    Path local = folder.resolve("local.bin");
    byte[] content = new byte[6 << 20];
    new Random(1).nextBytes(content);
    Files.write(local, content);
    Path back = folder.resolve("back.bin");
    List<String> base =
        List.of(
            program.toString(),
            "--config=/dev/null",
            "--no-ssl",
            "--host=" + host,
            "--host-bucket=" + host,
            "--access_key=" + RunningServer.ACCESS_KEY,
            "--secret_key=" + RunningServer.SECRET_KEY,
            "--no-progress");
    run(with(base, "mb", "s3://cmd"));
    run(with(base, "--multipart-chunk-size-mb=5", "put", local.toString(), "s3://cmd/dir/a b"));
    assertThat(run(with(base, "ls", "s3://cmd/dir/"))).contains("6291456", "s3://cmd/dir/a b");
    assertThat(run(with(base, "info", "s3://cmd/dir/a b"))).contains("File size: 6291456");
    run(with(base, "get", "s3://cmd/dir/a b", back.toString()));
    assertThat(Files.mismatch(local, back)).isEqualTo(-1);
    run(with(base, "cp", "s3://cmd/dir/a b", "s3://cmd/copy"));
    run(with(base, "del", "s3://cmd/dir/a b", "s3://cmd/copy"));
    run(with(base, "rb", "s3://cmd"));
  }

  private static List<String> with(List<String> base, String... more) {
    List<String> all = new ArrayList<>(base);
    all.addAll(Arrays.asList(more));
    return all;
  }

  private static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(RunningServer.ACCESS_KEY, RunningServer.SECRET_KEY));
  }

  private static S3Client sdk() {
    return S3Client.builder()
        .endpointOverride(URI.create(server.url()))
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .forcePathStyle(true)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @Test
  void amazonsSdkForJava() {
    try (S3Client s3 = sdk()) {
      s3.createBucket(request -> request.bucket("sdk"));
      byte[] content = new byte[300_000];
      new Random(2).nextBytes(content);
      for (ChecksumAlgorithm algorithm :
          List.of(
              ChecksumAlgorithm.CRC32,
              ChecksumAlgorithm.CRC32_C,
              ChecksumAlgorithm.SHA1,
              ChecksumAlgorithm.SHA256)) {
        s3.putObject(
            request ->
                request
                    .bucket("sdk")
                    .key("key")
                    .checksumAlgorithm(algorithm)
                    .metadata(Map.of("color", "blue")),
            RequestBody.fromBytes(content));
        var got =
            s3.getObjectAsBytes(
                request -> request.bucket("sdk").key("key").checksumMode(ChecksumMode.ENABLED));
        assertThat(got.asByteArray()).isEqualTo(content);
        assertThat(got.response().metadata()).containsEntry("color", "blue");
      }
      assertThat(
              s3.getObjectAsBytes(
                      request -> request.bucket("sdk").key("key").range("bytes=100-199"))
                  .asByteArray())
          .isEqualTo(Arrays.copyOfRange(content, 100, 200));
      multipart(s3);
      s3.copyObject(request ->
          request
              .sourceBucket("sdk")
              .sourceKey("key")
              .destinationBucket("sdk")
              .destinationKey("copy"));
      assertThat(s3.listObjectsV2(request -> request.bucket("sdk")).contents())
          .extracting(object -> object.key())
          .containsExactly("copy", "key", "parts");
      assertThatThrownBy(() -> s3.headObject(request -> request.bucket("sdk").key("none")))
          .isInstanceOf(NoSuchKeyException.class);
      assertThatThrownBy(() ->
              s3.putObject(
                  request -> request.bucket("sdk").key("key").ifNoneMatch("*"),
                  RequestBody.empty()))
          .isInstanceOfSatisfying(
              S3Exception.class,
              refused ->
                  assertThat(refused.awsErrorDetails().errorCode())
                      .isEqualTo("PreconditionFailed"));
    }
  }

  private static void multipart(S3Client s3) {
    byte[] part = new byte[5 << 20];
    String upload =
        s3.createMultipartUpload(request ->
                request.bucket("sdk").key("parts").checksumAlgorithm(ChecksumAlgorithm.CRC32))
            .uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      int current = number;
      var uploaded =
          s3.uploadPart(
              request ->
                  request
                      .bucket("sdk")
                      .key("parts")
                      .uploadId(upload)
                      .partNumber(current)
                      .checksumAlgorithm(ChecksumAlgorithm.CRC32),
              RequestBody.fromBytes(part));
      parts.add(
          CompletedPart.builder()
              .partNumber(current)
              .eTag(uploaded.eTag())
              .checksumCRC32(uploaded.checksumCRC32())
              .build());
    }
    var completed =
        s3.completeMultipartUpload(request ->
            request
                .bucket("sdk")
                .key("parts")
                .uploadId(upload)
                .multipartUpload(list -> list.parts(parts)));
    assertThat(completed.eTag()).endsWith("-2\"");
    assertThat(completed.checksumCRC32()).endsWith("-2");
    assertThat(
            s3.headObject(request -> request.bucket("sdk").key("parts").partNumber(2)).partsCount())
        .isEqualTo(2);
  }

  @Test
  void urlsThatAmazonsSdkPresigned() throws IOException, InterruptedException {
    try (S3Client s3 = sdk();
        HttpClient http = HttpClient.newHttpClient();
        S3Presigner presigner =
            S3Presigner.builder()
                .endpointOverride(URI.create(server.url()))
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials())
                .serviceConfiguration(
                    S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
      s3.createBucket(request -> request.bucket("presigned"));
      URI put =
          URI.create(
              presigner
                  .presignPutObject(presign ->
                      presign
                          .signatureDuration(Duration.ofMinutes(1))
                          .putObjectRequest(
                              request -> request.bucket("presigned").key("a picture.png")))
                  .url()
                  .toString());
      HttpResponse<String> stored =
          http.send(
              HttpRequest.newBuilder(put)
                  .PUT(HttpRequest.BodyPublishers.ofString("pixels"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
      assertThat(
              s3.getObjectAsBytes(request -> request.bucket("presigned").key("a picture.png"))
                  .asUtf8String())
          .isEqualTo("pixels");
    }
  }
}
