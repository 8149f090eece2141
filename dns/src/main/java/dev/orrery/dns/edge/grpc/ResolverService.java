package dev.orrery.dns.edge.grpc;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.query.RecursiveProcessor.Resolving;
import dev.orrery.dns.core.resolver.Resolution;
import dev.orrery.dns.core.resolver.WalkTrace;
import dev.orrery.dns.v1.ResolveRequest;
import dev.orrery.dns.v1.ResolveResponse;
import dev.orrery.dns.v1.ResolveStep;
import dev.orrery.dns.v1.ResolverGrpc;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `orrery.dns.v1.Resolver`: the resolver with its walk shown. Thread-safe.
public final class ResolverService extends ResolverGrpc.ResolverImplBase {
  /// Longer than any question takes; who waits longer waits for a server that stops.
  private static final long PATIENCE_MILLIS = 10_000;

  private final Resolving resolver;
  private final Time time;

  public ResolverService(Resolving resolver, Time time) {
    this.resolver = resolver;
    this.time = time;
  }

  @Override
  public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          Name name = name(request.getName());
          RecordType type = type(request.getType());
          long start = time.monotonicNanos();
          CompletableFuture<Resolution> answer = new CompletableFuture<>();
          resolver.resolve(name, type, answer::complete);
          return response(wait(answer), time.monotonicNanos() - start);
        });
  }

  private static Resolution wait(CompletableFuture<Resolution> answer) throws Exception {
    try {
      return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException stopped) {
      throw RpcException.unavailable("STOPPING", "this resolver is stopping; ask another");
    }
  }

  private static Name name(String text) {
    try {
      return Name.of(text);
    } catch (IllegalArgumentException malformed) {
      throw RpcException.invalidArgument("name", String.valueOf(malformed.getMessage()));
    }
  }

  private static RecordType type(String text) {
    RecordType type = text.isEmpty() ? RecordType.A : RecordType.named(text).orElse(RecordType.ANY);
    if (type.isMeta() || type.code() == 0 || type.equals(RecordType.ANY)) {
      throw RpcException.invalidArgument(
          "type", "\"" + text + "\" is no type that can be resolved, such as A, AAAA or TYPE257");
    }
    return type;
  }

  private static ResolveResponse response(Resolution resolution, long nanos) {
    return ResolveResponse.newBuilder()
        .setResponseCode(resolution.code().code())
        .addAllAnswers(resolution.answers().stream().map(ResourceRecord::toString).toList())
        .setAuthority(resolution.authority().map(ResourceRecord::toString).orElse(""))
        .setPacketsOut(resolution.packetsOut())
        .setElapsedMicros(TimeUnit.NANOSECONDS.toMicros(nanos))
        .setTrace(step(resolution.trace()))
        .setTraceText(resolution.trace().render())
        .build();
  }

  private static ResolveStep step(WalkTrace trace) {
    ResolveStep.Builder step = ResolveStep.newBuilder().setText(trace.text());
    trace.steps().forEach(below -> step.addSteps(step(below)));
    return step.build();
  }
}
