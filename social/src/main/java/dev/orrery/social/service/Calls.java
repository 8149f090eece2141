package dev.orrery.social.service;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/// Calls to neighbours, several at a time.
public final class Calls {
  private Calls() {}

  /// The address of a service by its registry name.
  public static String target(String service) {
    return "orrery:///" + service;
  }

  /// Waits for an answer.
  ///
  /// @throws StatusRuntimeException the status it failed with
  public static <T> T join(ListenableFuture<T> call) {
    try {
      return call.get();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof StatusRuntimeException status
          ? new StatusRuntimeException(status.getStatus(), status.getTrailers())
          : Status.UNKNOWN.withCause(failure.getCause()).asRuntimeException();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      call.cancel(true);
      throw Status.CANCELLED.withDescription("interrupted").asRuntimeException();
    }
  }

  /// One call an input, at most `width` under way; the answers in the order of the inputs.
  ///
  /// @throws StatusRuntimeException of the first call, in that order, that failed
  public static <I, T> List<T> each(
      int width, List<I> inputs, Function<I, ListenableFuture<T>> start) {
    List<ListenableFuture<T>> running = new ArrayList<>(inputs.size());
    List<T> answers = new ArrayList<>(inputs.size());
    for (I input : inputs) {
      if (running.size() - answers.size() >= width) {
        answers.add(join(running.get(answers.size())));
      }
      running.add(start.apply(input));
    }
    while (answers.size() < running.size()) {
      answers.add(join(running.get(answers.size())));
    }
    return answers;
  }
}
