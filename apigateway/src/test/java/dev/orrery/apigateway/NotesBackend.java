package dev.orrery.apigateway;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.orrery.apigateway.core.api.ApiReader;
import dev.orrery.runtime.rpc.Caller;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// The service behind [TestApi]: answers with what it was asked and by whom; some ids misbehave.
final class NotesBackend implements BindableService {
  private final Descriptor request;
  private final Descriptor note;
  final CountDownLatch cancelled = new CountDownLatch(1);

  /// The slow part is under way: only then does the other part fail.
  private final CountDownLatch begun = new CountDownLatch(1);

  NotesBackend() {
    var get = ApiReader.read(TestApi.descriptors()).getFirst();
    this.request = get.input();
    this.note = get.output();
  }

  @Override
  public ServerServiceDefinition bindService() {
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder("test.v1.Notes");
    for (String method :
        List.of("GetNote", "FindNote", "CreateNote", "SetInner", "DeleteNote", "Ping")) {
      service.addMethod(
          MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
              .setType(MethodDescriptor.MethodType.UNARY)
              .setFullMethodName("test.v1.Notes/" + method)
              .setRequestMarshaller(
                  ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(request)))
              .setResponseMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(note)))
              .build(),
          ServerCalls.asyncUnaryCall(
              (asked, observer) -> Unary.answer(observer, () -> answer(method, asked))));
    }
    return service.build();
  }

  private DynamicMessage answer(String method, DynamicMessage asked)
      throws InterruptedException, InvalidProtocolBufferException {
    String id = (String) asked.getField(request.findFieldByName("note_id"));
    if (method.equals("FindNote") && id.equals("slow")) {
      CountDownLatch never = new CountDownLatch(1);
      Context.current().addListener(context -> never.countDown(), Runnable::run);
      begun.countDown();
      never.await();
      cancelled.countDown();
    }
    switch (id) {
      case "missing" -> throw RpcException.notFound("NO_SUCH_NOTE", "there is no note " + id);
      case "crash" -> throw new IllegalStateException("secret of the inside");
      case "wrong" -> throw RpcException.invalidArgument("note_id", "is wrong");
      case "busy" ->
          throw RpcException.resourceExhausted("BUSY", "busy").retryAfter(Duration.ofMillis(2_500));
      case "halfmissing" -> {
        if (method.equals("FindNote")) {
          throw RpcException.notFound("NO_SUCH_NOTE", "there is no note " + id);
        }
      }
      case "slow" -> {
        if (method.equals("GetNote")) {
          begun.await();
          throw RpcException.unavailable("AWAY", "away");
        }
      }
      default -> {}
    }
    return DynamicMessage.newBuilder(note)
        .setField(note.findFieldByName("note_id"), id)
        .setField(note.findFieldByName("text"), method)
        .setField(note.findFieldByName("actor"), Caller.current().actor().orElse("nobody"))
        .setField(
            note.findFieldByName("request"), DynamicMessage.parseFrom(request, asked.toByteArray()))
        .build();
  }
}
