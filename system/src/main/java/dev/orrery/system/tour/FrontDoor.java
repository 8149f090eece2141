package dev.orrery.system.tour;

import dev.orrery.dns.v1.ResolveRequest;
import dev.orrery.dns.v1.ResolveResponse;
import dev.orrery.dns.v1.ResolverGrpc;
import dev.orrery.runtime.rpc.Neighbours;
import dev.orrery.system.client.ModelClient;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Where the model is entered, as a client with a resolver finds it: first the SRV record of the
/// zone (RFC 2782), then the address of the host it names, each walked from the root.
///
/// @param service the name asked for
/// @param address `http://HOST:PORT`
/// @param walk what the resolver did, drawn, a line each
record FrontDoor(String service, URI address, List<String> walk) {
  private static final String SERVICE = "_http._tcp." + Neighbours.ZONE;
  private static final int DEADLINE_SECONDS = 10;

  /// @throws IOException when the resolver does not answer or finds none
  static FrontDoor find(ModelClient model) throws IOException {
    List<String> walk = new ArrayList<>();
    // priority weight port target
    String[] service = record(ask(model, SERVICE, "SRV", walk), "SRV").split(" ", -1);
    String host = record(ask(model, service[3], "A", walk), "A");
    return new FrontDoor(SERVICE, URI.create("http://" + host + ":" + service[2]), walk);
  }

  private static ResolveResponse ask(ModelClient model, String name, String type, List<String> walk)
      throws IOException {
    try {
      ResolveResponse answer =
          ResolverGrpc.newBlockingStub(model.operator("dns"))
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .resolve(ResolveRequest.newBuilder().setName(name).setType(type).build());
      answer.getTraceText().lines().forEach(walk::add);
      return answer;
    } catch (StatusRuntimeException failure) {
      throw new IOException("the resolver did not answer for " + name, failure);
    }
  }

  /// The data of the first record of that type.
  private static String record(ResolveResponse answer, String type) throws IOException {
    String mark = " " + type + " ";
    Optional<String> line =
        answer.getAnswersList().stream()
            .map(text -> text.replaceAll("\\s+", " "))
            .filter(text -> text.contains(mark))
            .findFirst();
    if (line.isEmpty()) {
      throw new IOException(
          "DNS knows no " + type + " of the front door; is a load balancer registered?");
    }
    return line.get().substring(line.get().indexOf(mark) + mark.length());
  }
}
