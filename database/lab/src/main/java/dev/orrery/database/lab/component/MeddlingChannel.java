package dev.orrery.database.lab.component;

import com.google.protobuf.ByteString;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.GetRequest;
import dev.orrery.database.v1.Mutation;
import dev.orrery.database.v1.Precondition;
import dev.orrery.database.v1.ScanRequest;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.function.UnaryOperator;

/// Makes a wrong database of a right one, by changing what it is asked.
public final class MeddlingChannel {
  private MeddlingChannel() {}

  /// The wrong twins of the component, each in front of `right`.
  public static List<WrongTwin<Channel>> twins(Channel right) {
    return List.of(
        twin(
            right,
            "last-writer-wins",
            "ignores preconditions: updates are lost",
            request ->
                request instanceof CommitRequest commit
                    ? commit.toBuilder().clearPreconditions().build()
                    : request),
        twin(
            right,
            "rows-only",
            "ignores ranges: phantoms pass",
            request -> request instanceof CommitRequest commit ? withoutRanges(commit) : request),
        twin(
            right,
            "half-commit",
            "applies all mutations but the last of several",
            request ->
                request instanceof CommitRequest commit && commit.getMutationsCount() > 1
                    ? commit.toBuilder().removeMutations(commit.getMutationsCount() - 1).build()
                    : request),
        twin(
            right,
            "always-newest",
            "reads at a version see later writes",
            request ->
                switch (request) {
                  case GetRequest get -> get.toBuilder().clearVersion().build();
                  case ScanRequest scan -> scan.toBuilder().clearVersion().build();
                  default -> request;
                }),
        twin(
            right,
            "end-included",
            "a scan also gives the end of its range",
            request ->
                request instanceof ScanRequest scan && !scan.getEnd().isEmpty()
                    ? scan.toBuilder()
                        .setEnd(scan.getEnd().concat(ByteString.copyFrom(new byte[1])))
                        .build()
                    : request),
        twin(
            right,
            "deaf-to-deletes",
            "a deletion changes nothing",
            request ->
                request instanceof CommitRequest commit ? withoutDeletions(commit) : request));
  }

  private static CommitRequest withoutRanges(CommitRequest commit) {
    CommitRequest.Builder changed = commit.toBuilder().clearPreconditions();
    commit.getPreconditionsList().stream()
        .filter(Precondition::hasKey)
        .forEach(changed::addPreconditions);
    return changed.build();
  }

  private static CommitRequest withoutDeletions(CommitRequest commit) {
    CommitRequest.Builder changed = commit.toBuilder().clearMutations();
    for (Mutation mutation : commit.getMutationsList()) {
      changed.addMutations(
          mutation.hasDelete() ? mutation.toBuilder().setTable("deletions").build() : mutation);
    }
    return changed.build();
  }

  private static WrongTwin<Channel> twin(
      Channel right, String name, String mistake, UnaryOperator<Object> meddling) {
    return new WrongTwin<>(
        name,
        mistake,
        Contract.ANY,
        ClientInterceptors.intercept(
            right,
            new io.grpc.ClientInterceptor() {
              @Override
              public <Q, R> ClientCall<Q, R> interceptCall(
                  MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
                return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                  @Override
                  @SuppressWarnings("unchecked")
                  public void sendMessage(Q message) {
                    super.sendMessage((Q) meddling.apply(message));
                  }
                };
              }
            }));
  }
}
