package dev.orrery.runtime.telemetry;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets OpenTelemetry's OTLP exporters send over a gRPC channel of ours, so that
/// `orrery:///tracing` is found as any other neighbour is. The exporters know only a URL: each
/// channel is known here by a host name of its own.
public final class ChannelSenderProvider implements GrpcSenderProvider {
  private static final Map<String, Channel> CHANNELS = new ConcurrentHashMap<>();

  /// Makes `channel` reachable to exporters as `http://host`.
  static void announce(String host, Channel channel) {
    CHANNELS.put(host, channel);
  }

  static void withdraw(String host) {
    CHANNELS.remove(host);
  }

  @Override
  public GrpcSender createSender(GrpcSenderConfig config) {
    return new Sender(config);
  }

  private static final class Sender implements GrpcSender {
    private final String host;
    private final long timeoutMillis;
    private final MethodDescriptor<byte[], byte[]> method;

    Sender(GrpcSenderConfig config) {
      host = String.valueOf(config.getEndpoint().getHost());
      timeoutMillis = config.getTimeout().toMillis();
      method =
          MethodDescriptor.<byte[], byte[]>newBuilder()
              .setType(MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(config.getFullMethodName())
              .setRequestMarshaller(Bytes.MARSHALLER)
              .setResponseMarshaller(Bytes.MARSHALLER)
              .build();
    }

    @Override
    public void send(
        MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
      Channel channel = CHANNELS.get(host);
      if (channel == null) {
        onError.accept(new IOException("the component has stopped"));
        return;
      }
      ByteArrayOutputStream bytes =
          new ByteArrayOutputStream(Math.max(32, message.getContentLength()));
      try {
        message.writeMessage(bytes);
      } catch (IOException failure) {
        onError.accept(failure);
        return;
      }
      ClientCalls.asyncUnaryCall(
          channel.newCall(
              method, CallOptions.DEFAULT.withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS)),
          bytes.toByteArray(),
          new Outcome(onResponse));
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private static final class Outcome implements StreamObserver<byte[]> {
    private final Consumer<GrpcResponse> onResponse;
    private byte[] answer = new byte[0];

    Outcome(Consumer<GrpcResponse> onResponse) {
      this.onResponse = onResponse;
    }

    @Override
    public void onNext(byte[] message) {
      answer = message;
    }

    @Override
    public void onError(Throwable failure) {
      Status status = Status.fromThrowable(failure);
      onResponse.accept(
          new Response(
              GrpcStatusCode.fromValue(status.getCode().value()),
              status.getDescription(),
              new byte[0]));
    }

    @Override
    public void onCompleted() {
      onResponse.accept(new Response(GrpcStatusCode.OK, "", answer));
    }
  }

  private static final class Response implements GrpcResponse {
    private final GrpcStatusCode code;
    private final @Nullable String description;
    private final byte[] message;

    Response(GrpcStatusCode code, @Nullable String description, byte[] message) {
      this.code = code;
      this.description = description;
      this.message = message;
    }

    @Override
    public GrpcStatusCode getStatusCode() {
      return code;
    }

    @Override
    public @Nullable String getStatusDescription() {
      return description;
    }

    @Override
    public byte[] getResponseMessage() {
      return message;
    }
  }

  private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
    MARSHALLER;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
