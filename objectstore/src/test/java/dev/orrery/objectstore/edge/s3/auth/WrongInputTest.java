package dev.orrery.objectstore.edge.s3.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.objectstore.RunningServer;
import dev.orrery.objectstore.core.checksum.ChecksumAlgorithm;
import dev.orrery.objectstore.core.checksum.RunningChecksum;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is wrong with a request gets the error S3 has for it, and leaves nothing behind.
class WrongInputTest {
  @TempDir static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new RunningServer(folder, "objectstore.maximum-object-size=1MiB");
    assertThat(request("PUT", "/bucket").send().status()).isEqualTo(200);
    assertThat(request("PUT", "/bucket/there").body("0123456789").send().status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static RawClient request(String method, String path) {
    return new RawClient(server, method, path);
  }

  private static void absent(String key) throws IOException {
    assertThat(request("GET", "/bucket/" + key).send().told()).isEqualTo("404 NoSuchKey");
  }

  // ---- who asks

  @Test
  void aWrongSignature() throws IOException {
    RawClient wrong = request("GET", "/bucket/there");
    wrong.secretKey = "guessed";
    RawClient.Answer answer = wrong.send();
    assertThat(answer.told()).isEqualTo("403 SignatureDoesNotMatch");
    assertThat(answer.headers().get("content-type")).isEqualTo("application/xml");
    assertThat(answer.body()).doesNotContain(RunningServer.SECRET_KEY);
  }

  @Test
  void anUnknownAccessKey() throws IOException {
    RawClient unknown = request("GET", "/bucket/there");
    unknown.accessKey = "AKIANOBODY";
    assertThat(unknown.send().told()).isEqualTo("403 InvalidAccessKeyId");
  }

  @Test
  void aClockThatIsOff() throws IOException {
    RawClient late = request("GET", "/bucket/there");
    late.now = late.now.minus(Duration.ofMinutes(16));
    assertThat(late.send().told()).isEqualTo("403 RequestTimeTooSkewed");
    RawClient early = request("GET", "/bucket/there");
    early.now = early.now.plus(Duration.ofMinutes(16));
    assertThat(early.send().told()).isEqualTo("403 RequestTimeTooSkewed");
  }

  @Test
  void nobody() throws IOException {
    assertThat(request("GET", "/bucket/there").exchange().told()).isEqualTo("403 AccessDenied");
  }

  @Test
  void aMalformedAuthorization() throws IOException {
    RawClient malformed = request("GET", "/bucket/there");
    malformed.unsigned.put("authorization", "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host");
    malformed.unsigned.put("x-amz-date", malformed.time());
    assertThat(malformed.exchange().told()).isEqualTo("400 AuthorizationHeaderMalformed");
  }

  @Test
  void aHeaderOfS3ThatIsNotSigned() throws IOException {
    RawClient slipped = request("PUT", "/bucket/slipped");
    slipped.unsigned.put("x-amz-meta-color", "red");
    assertThat(slipped.send().told()).isEqualTo("403 AccessDenied");
  }

  @Test
  void anotherOnesBucket() throws IOException {
    RawClient other = request("GET", "/bucket/there");
    other.accessKey = RunningServer.OTHER_ACCESS_KEY;
    other.secretKey = RunningServer.OTHER_SECRET_KEY;
    assertThat(other.send().told()).isEqualTo("403 AccessDenied");
    RawClient taken = request("PUT", "/bucket");
    taken.accessKey = RunningServer.OTHER_ACCESS_KEY;
    taken.secretKey = RunningServer.OTHER_SECRET_KEY;
    assertThat(taken.send().told()).isEqualTo("409 BucketAlreadyExists");
  }

  @Test
  void presignedUrlsEndAndHoldForOneMethod() throws IOException {
    assertThat(request("GET", "/bucket/there").sendPresigned(Duration.ofMinutes(1)).body())
        .isEqualTo("0123456789");
    RawClient expired = request("GET", "/bucket/there");
    expired.now = expired.now.minus(Duration.ofMinutes(2));
    assertThat(expired.sendPresigned(Duration.ofMinutes(1)).body()).contains("Request has expired");
    assertThat(request("GET", "/bucket/there").sendPresigned(Duration.ofDays(8)).told())
        .isEqualTo("400 AuthorizationQueryParametersError");
    RawClient turned = request("GET", "/bucket/there");
    turned.sendPresigned(Duration.ofMinutes(1));
    turned.method = "DELETE";
    assertThat(turned.exchange().told()).isEqualTo("403 SignatureDoesNotMatch");
  }

  // ---- the body

  @Test
  void aBodyThatIsNotTheOneThatWasSigned() throws IOException {
    RawClient changed = request("PUT", "/bucket/changed").body("changed");
    changed.payloadHash = SignatureV4.sha256("original");
    assertThat(changed.send().told()).isEqualTo("400 XAmzContentSHA256Mismatch");
    absent("changed");
  }

  @Test
  void aWrongOrMalformedMd5() throws IOException {
    String other = Base64.getEncoder().encodeToString(new byte[16]);
    assertThat(request("PUT", "/bucket/md5").body("x").header("content-md5", other).send().told())
        .isEqualTo("400 BadDigest");
    assertThat(request("PUT", "/bucket/md5").body("x").header("content-md5", "x").send().told())
        .isEqualTo("400 InvalidDigest");
    absent("md5");
  }

  @Test
  void aWrongOrMalformedChecksum() throws IOException {
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String wrong = Base64.getEncoder().encodeToString(new byte[algorithm.bytes()]);
      RawClient put = request("PUT", "/bucket/sum").body("x").header(algorithm.header(), wrong);
      assertThat(put.send().told()).as(algorithm.name()).isEqualTo("400 BadDigest");
      RawClient malformed = request("PUT", "/bucket/sum").header(algorithm.header(), "AA");
      assertThat(malformed.send().told()).as(algorithm.name()).isEqualTo("400 InvalidRequest");
    }
    absent("sum");
  }

  @Test
  void aBodyThatIsTooLarge() throws IOException {
    RawClient large = request("PUT", "/bucket/large").header("content-length", "1048577");
    assertThat(large.send().told()).isEqualTo("400 EntityTooLarge");
  }

  @Test
  void aBodyWithoutALength() throws IOException {
    RawClient chunked = request("PUT", "/bucket/chunked");
    chunked.unframed = true;
    chunked.unsigned.put("transfer-encoding", "chunked");
    chunked.body("1\r\nx\r\n0\r\n\r\n");
    assertThat(chunked.send().told()).isEqualTo("411 MissingContentLength");
  }

  @Test
  void malformedXml() throws IOException {
    for (String document :
        List.of("<Delete><Object>", "not xml", "<Other/>", "<Delete/>", "<!DOCTYPE a><Delete/>")) {
      RawClient delete = request("POST", "/bucket").body(document);
      delete.query.put("delete", List.of(""));
      assertThat(delete.send().told()).as(document).isEqualTo("400 MalformedXML");
    }
  }

  // ---- head and names

  @Test
  void hugeHeaders() throws IOException {
    assertThat(
            request("PUT", "/bucket/meta").header("x-amz-meta-a", "x".repeat(2_100)).send().told())
        .isEqualTo("400 MetadataTooLarge");
    assertThat(request("PUT", "/bucket/meta").header("x-other", "x".repeat(20_000)).send().told())
        .isEqualTo("400 RequestHeaderSectionTooLarge");
  }

  @Test
  void ranges() throws IOException {
    assertThat(request("GET", "/bucket/there").header("range", "bytes=10-").send().told())
        .isEqualTo("416 InvalidRange");
    assertThat(request("GET", "/bucket/there").header("range", "bytes=-0").send().told())
        .isEqualTo("416 InvalidRange");
    for (String ignored : List.of("bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4")) {
      RawClient.Answer answer = request("GET", "/bucket/there").header("range", ignored).send();
      assertThat(answer.status()).as(ignored).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("0123456789");
    }
    RawClient.Answer some = request("GET", "/bucket/there").header("range", "bytes=-3").send();
    assertThat(some.status()).isEqualTo(206);
    assertThat(some.body()).isEqualTo("789");
    assertThat(some.headers().get("content-range")).isEqualTo("bytes 7-9/10");
  }

  @Test
  void names() throws IOException {
    for (String name : List.of("ab", "Upper", "a..b", "192.168.1.1", "-a-", "a_b")) {
      assertThat(request("PUT", "/" + name).send().told())
          .as(name)
          .isEqualTo("400 InvalidBucketName");
    }
    assertThat(request("PUT", "/bucket/" + "k".repeat(1_025)).send().told())
        .isEqualTo("400 KeyTooLongError");
    assertThat(request("GET", "/nobody/x").send().told()).isEqualTo("404 NoSuchBucket");
    assertThat(request("PATCH", "/bucket/there").send().told()).isEqualTo("405 MethodNotAllowed");
  }

  @Test
  void aVirtualHostNamesTheBucket() throws IOException {
    RawClient virtual = request("GET", "/there");
    virtual.header("host", "bucket.s3.localhost:" + server.s3Port());
    assertThat(virtual.send().body()).isEqualTo("0123456789");
  }

  @Test
  void whatIsNotServedIsSaid() throws IOException {
    RawClient encrypted =
        request("PUT", "/bucket/x").header("x-amz-server-side-encryption", "AES256");
    assertThat(encrypted.send().told()).isEqualTo("501 NotImplemented");
    RawClient website = request("GET", "/bucket");
    website.query.put("website", List.of(""));
    assertThat(website.send().told()).isEqualTo("501 NotImplemented");
  }

  // ---- streamed bodies

  private static RawClient streaming(String key, String hash, int length) {
    RawClient put = request("PUT", "/bucket/" + key);
    put.payloadHash = hash;
    put.header("x-amz-decoded-content-length", String.valueOf(length));
    put.header("content-encoding", "aws-chunked");
    return put;
  }

  /// Builds the body of a streamed upload, in chunks of `size`.
  private static byte[] signedChunks(
      RawClient put, String seed, String text, int size, String trailer) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String previous = seed;
    String bound = put.time() + "\n" + put.scope().text() + "\n";
    int chunks = (text.length() + size - 1) / size;
    for (int i = 0; i <= chunks; i++) {
      String chunk =
          text.substring(
              Math.min(text.length(), i * size), Math.min(text.length(), (i + 1) * size));
      previous =
          SignatureV4.sign(
              put.signingKey(),
              "AWS4-HMAC-SHA256-PAYLOAD\n"
                  + bound
                  + previous
                  + "\n"
                  + SignatureV4.EMPTY_SHA256
                  + "\n"
                  + SignatureV4.sha256(chunk));
      body.write(
          (Integer.toHexString(chunk.length()) + ";chunk-signature=" + previous + "\r\n")
              .getBytes(UTF_8));
      if (!chunk.isEmpty()) {
        body.write((chunk + "\r\n").getBytes(UTF_8));
      }
    }
    if (!trailer.isEmpty()) {
      String signature =
          SignatureV4.sign(
              put.signingKey(),
              "AWS4-HMAC-SHA256-TRAILER\n"
                  + bound
                  + previous
                  + "\n"
                  + SignatureV4.sha256(trailer + "\n"));
      body.write((trailer + "\r\nx-amz-trailer-signature:" + signature + "\r\n").getBytes(UTF_8));
    }
    body.write("\r\n".getBytes(UTF_8));
    return body.toByteArray();
  }

  private static String trailer(ChecksumAlgorithm algorithm, String text) {
    RunningChecksum running = algorithm.start();
    running.update(text.getBytes(UTF_8), 0, text.length());
    return algorithm.header() + ":" + Base64.getEncoder().encodeToString(running.value());
  }

  @Test
  void signedChunksAreTakenAndAnyChangeIsNoticed() throws IOException {
    String text = "0123456789".repeat(20);
    RawClient put = streaming("signed", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", text.length());
    String seed = put.signature();
    put.body = signedChunks(put, seed, text, 64, "");
    assertThat(put.sendSigned(seed).told()).isEqualTo("200 ");
    assertThat(request("GET", "/bucket/signed").send().body()).isEqualTo(text);

    RawClient changed = streaming("changed", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", text.length());
    String other = changed.signature();
    changed.body = signedChunks(changed, other, text, 64, "");
    changed.body[90] ^= 1;
    assertThat(changed.sendSigned(other).told()).isEqualTo("403 SignatureDoesNotMatch");
    absent("changed");
  }

  @Test
  void signedTrailersCarryAChecksum() throws IOException {
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String text = "trailing";
      RawClient put = streaming("t", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", text.length());
      put.header("x-amz-trailer", algorithm.header());
      String seed = put.signature();
      String trailer = trailer(algorithm, text);
      put.body = signedChunks(put, seed, text, 64, trailer);
      assertThat(put.sendSigned(seed).told()).as(algorithm.name()).isEqualTo("200 ");
      RawClient.Answer answer =
          request("HEAD", "/bucket/t").header("x-amz-checksum-mode", "ENABLED").send();
      assertThat(algorithm.header() + ":" + answer.headers().get(algorithm.header()))
          .isEqualTo(trailer);

      RawClient wrong = streaming("w", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", text.length());
      wrong.header("x-amz-trailer", algorithm.header());
      String other = wrong.signature();
      wrong.body = signedChunks(wrong, other, text, 64, trailer(algorithm, "another!"));
      assertThat(wrong.sendSigned(other).told()).isEqualTo("400 BadDigest");
      absent("w");
    }
  }

  @Test
  void unsignedTrailersCarryAChecksum() throws IOException {
    String text = "trailing";
    RawClient put = streaming("u", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", text.length());
    put.header("x-amz-trailer", "x-amz-checksum-crc64nvme");
    String trailer = trailer(ChecksumAlgorithm.CRC64NVME, text);
    put.body("8\r\n" + text + "\r\n0\r\n" + trailer + "\r\n\r\n");
    assertThat(put.send().told()).isEqualTo("200 ");
    assertThat(request("GET", "/bucket/u").send().body()).isEqualTo(text);
    assertThat(request("GET", "/bucket/u").send().headers()).doesNotContainKey("content-encoding");
  }

  @Test
  void aMalformedOrMissingTrailer() throws IOException {
    String hash = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    for (String end : List.of("", "x-amz-checksum-sha1:AA==\r\n", "nothing\r\n")) {
      RawClient put = streaming("m", hash, 1);
      put.header("x-amz-trailer", "x-amz-checksum-crc32");
      put.body("1\r\nx\r\n0\r\n" + end + "\r\n");
      assertThat(put.send().told()).as(end).isEqualTo("400 MalformedTrailerError");
    }
    absent("m");
  }

  @Test
  void everyTruncationOfAStreamedBodyIsRefused() throws IOException {
    String text = "0123456789";
    String hash = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    String trailer = trailer(ChecksumAlgorithm.CRC32, text);
    byte[] whole = ("a\r\n" + text + "\r\n0\r\n" + trailer + "\r\n\r\n").getBytes(UTF_8);
    // The last line ends need not be there; clients leave them out.
    for (int length = 0; length < whole.length - 3; length++) {
      RawClient put = streaming("cut", hash, text.length());
      put.header("x-amz-trailer", "x-amz-checksum-crc32");
      put.body = java.util.Arrays.copyOf(whole, length);
      assertThat(put.send().status()).as("cut at %s", length).isEqualTo(400);
    }
    absent("cut");
  }

  @Test
  void theSignatureIsTheOneOfThePublishedExample() {
    // Amazon S3 API Reference, "Examples of the complete Version 4 signing process", GET Object.
    var scope = new SignatureV4.Scope("20130524", "us-east-1");
    var headers = new java.util.TreeMap<String, String>();
    headers.put("host", "examplebucket.s3.amazonaws.com");
    headers.put("range", "bytes=0-9");
    headers.put("x-amz-content-sha256", SignatureV4.EMPTY_SHA256);
    headers.put("x-amz-date", "20130524T000000Z");
    String canonical =
        SignatureV4.canonicalRequest(
            "GET", "/test.txt", java.util.Map.of(), headers, SignatureV4.EMPTY_SHA256);
    byte[] key = scope.signingKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    assertThat(
            SignatureV4.sign(key, SignatureV4.stringToSign("20130524T000000Z", scope, canonical)))
        .isEqualTo("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }
}
