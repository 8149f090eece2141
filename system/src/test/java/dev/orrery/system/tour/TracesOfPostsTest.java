package dev.orrery.system.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.system.client.RestClient;
import dev.orrery.system.testing.TestModel;
import dev.orrery.testkit.wait.Await;
import dev.orrery.tracing.v1.GetTraceRequest;
import dev.orrery.tracing.v1.GetTraceResponse;
import dev.orrery.tracing.v1.Span;
import dev.orrery.tracing.v1.TracingGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hundred posts: the trace of each is whole.
class TracesOfPostsTest {
  private static final int POSTS = 100;
  private static final Set<String> HOPS =
      Set.of(
          "loadbalancer",
          "apigateway",
          "posts",
          "database",
          "relay",
          "log",
          "worker",
          "users",
          "cache");

  @Test
  void eachHasAllHopsOneRootAndNoOrphan(@TempDir Path data) throws Exception {
    try (TestModel model = TestModel.start(data);
        RestClient rest = new RestClient(model.client().frontDoor())) {
      String credentials = "{\"username\":\"%s\",\"password\":\"a long enough password\"}";
      String ada =
          rest.expect("POST", "/v1/auth/register", "", credentials.formatted("ada_l"))
              .text("accessToken");
      List<String> traces = new ArrayList<>();
      for (int i = 0; i < POSTS; i++) {
        RestClient.Answer post =
            rest.expect("POST", "/v1/posts", ada, "{\"text\":\"post " + i + "\"}");
        traces.add(post.traceId().orElseThrow());
      }
      TracingGrpc.TracingBlockingStub tracing =
          TracingGrpc.newBlockingStub(model.client().operator("tracing"));
      for (String trace : traces) {
        GetTraceResponse stored =
            Await.until(
                Duration.ofSeconds(30),
                () -> tracing.getTrace(GetTraceRequest.newBuilder().setTraceId(trace).build()),
                found -> missing(found).isEmpty() && found.getOrphans() == 0,
                "trace " + trace + " has every hop and no orphan");
        assertThat(stored.getRoots()).isEqualTo(1);
      }
    }
  }

  private static Set<String> missing(GetTraceResponse trace) {
    Set<String> missing = new TreeSet<>(HOPS);
    missing.removeAll(
        trace.getSpansList().stream().map(Span::getService).collect(Collectors.toSet()));
    return missing;
  }
}
