package dev.orrery.apigateway.edge.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import dev.orrery.apigateway.core.api.Operation;
import dev.orrery.apigateway.core.api.Operation.Call;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/// Calls the services behind: the request as bytes, the answer as bytes. Thread-safe.
///
/// The parts of an aggregate are called at once, each on a virtual thread that has the trace and the
/// caller of the request, all under its deadline; the first required part that fails cancels the
/// others.
public final class Backends implements AutoCloseable {
  private final Function<String, Channel> channels;
  private final Duration timeout;
  private final Map<String, MethodDescriptor<byte[], byte[]>> methods = new ConcurrentHashMap<>();
  private final ExecutorService parts = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("gateway-deadlines").factory());

  /// @param channels the channel to a backend by its name
  /// @param timeout for one request, with all its parts
  public Backends(Function<String, Channel> channels, Duration timeout) {
    this.channels = channels;
    this.timeout = timeout;
  }

  /// Calls what the operation names.
  ///
  /// @return the bytes of the operation's output
  /// @throws StatusRuntimeException as a backend answered
  public byte[] call(Operation operation, Message request) throws InterruptedException {
    Context.CancellableContext context =
        Context.current()
            .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS, deadlines);
    Context before = context.attach();
    try {
      return operation.aggregate()
          ? aggregate(operation, request, context)
          : unary(operation.calls().getFirst(), request.toByteArray());
    } finally {
      context.detach(before);
      context.cancel(null);
    }
  }

  private byte[] aggregate(
      Operation operation, Message request, Context.CancellableContext context)
      throws InterruptedException {
    int count = operation.calls().size();
    AtomicReferenceArray<byte[]> answers = new AtomicReferenceArray<>(count);
    AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    CountDownLatch open = new CountDownLatch(count);
    io.opentelemetry.context.Context trace = io.opentelemetry.context.Context.current();
    for (int i = 0; i < count; i++) {
      int place = i;
      Call call = operation.calls().get(i);
      Runnable part =
          () -> {
            try {
              answers.set(place, unary(call, partOf(request, call)));
            } catch (RuntimeException | Error failed) {
              if (!call.optional()
                  && failure.compareAndSet(Optional.empty(), Optional.of(failed))) {
                context.cancel(failed);
              }
            } finally {
              open.countDown();
            }
          };
      parts.execute(trace.wrap(context.wrap(part)));
    }
    open.await();
    switch (failure.get().orElse(null)) {
      case null -> {}
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      case Throwable other -> throw new IllegalStateException(other);
    }
    return assemble(operation, answers);
  }

  /// An answer with a field for each part: what is nested on the wire is a tag, a length, and the
  /// bytes the part answered.
  private static byte[] assemble(Operation operation, AtomicReferenceArray<byte[]> answers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      for (int i = 0; i < answers.length(); i++) {
        byte[] answer = answers.get(i);
        if (answer != null) {
          out.writeTag(operation.calls().get(i).field(), WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeByteArrayNoTag(answer);
        }
      }
      out.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] partOf(Message request, Call call) {
    DynamicMessage.Builder part = DynamicMessage.newBuilder(call.input());
    for (Map.Entry<FieldDescriptor, Object> given : request.getAllFields().entrySet()) {
      FieldDescriptor field = call.input().findFieldByName(given.getKey().getName());
      if (field != null && Operation.feeds(given.getKey(), field)) {
        part.setField(field, given.getValue());
      }
    }
    return part.build().toByteArray();
  }

  private byte[] unary(Call call, byte[] request) {
    if (Context.current().isCancelled()) {
      throw Status.CANCELLED.asRuntimeException();
    }
    return ClientCalls.blockingUnaryCall(
        channels.apply(call.backend()),
        methods.computeIfAbsent(call.method(), Backends::method),
        CallOptions.DEFAULT,
        request);
  }

  private static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(name)
        .setRequestMarshaller(Bytes.AS_THEY_ARE)
        .setResponseMarshaller(Bytes.AS_THEY_ARE)
        .build();
  }

  private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
    AS_THEY_ARE;

    @Override
    public InputStream stream(byte[] value) {
      return new java.io.ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException broken) {
        throw Status.INTERNAL.withCause(broken).asRuntimeException();
      }
    }
  }

  /// Ends the threads; calls under way run to their deadline.
  @Override
  public void close() {
    parts.shutdown();
    deadlines.shutdown();
  }
}
