package dev.orrery.social.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.orrery.log.v1.Record;
import dev.orrery.testkit.wait.Await;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a new relay knows of those before it.
class PostTopicTest {
  private final LaggingLog log = new LaggingLog();
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(log)
            .build()
            .start();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private static Record post(long sequence, ByteString key) {
    return PostTopic.sequenced(Record.newBuilder().setKey(key), sequence).build();
  }

  @Test
  void aBatchThatAnOlderRelayHadUnderWayIsSeenInTheTail() throws Exception {
    PostTopic older = new PostTopic(channel, 1);
    older.open();
    int before = log.appended();
    Thread.ofVirtual()
        .start(() -> {
          try {
            older.append(0, List.of(post(7, LaggingLog.HELD)));
          } catch (StatusRuntimeException neverAnswered) {
            // the relay has died meanwhile
          }
        });
    Await.until(Duration.ofSeconds(5), log::appended, count -> count > before, "the append");
    PostTopic newer = new PostTopic(channel, 1);
    newer.open();
    assertThat(newer.tail(10)).containsExactly(7L);
  }

  @Test
  void relaysThatCameAndWentHideNoPosts() {
    PostTopic topic = new PostTopic(channel, 1);
    topic.open();
    for (long sequence = 1; sequence <= 5; sequence++) {
      topic.append(0, List.of(post(sequence, ByteString.EMPTY)));
    }
    for (int i = 0; i < 50; i++) {
      topic.open();
    }
    assertThat(topic.tail(3)).contains(3L, 4L, 5L);
  }
}
