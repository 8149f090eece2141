package dev.orrery.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Records calls from many threads. Thread-safe: one lock for the list, held only to add to it.
///
/// ```java
/// History<Register.Input<Integer>, Register.Result<Integer>> history = new History<>();
/// var call = history.invoke("client-1", Register.read());
/// try {
///   call.returned(Register.value(store.get("k")));
/// } catch (TimeoutException e) {
///   call.unknown();
/// }
/// Linearizability.require(new Register<Integer>(), history.operations());
/// ```
public final class History<O, R> {
  private final LongSupplier clock;
  private final List<Call> calls = new ArrayList<>(); // guarded by itself

  /// On the JVM's monotonic clock.
  public History() {
    this(System::nanoTime);
  }

  /// On a clock of one's own, e.g. a simulation's virtual time; must never go back.
  public History(LongSupplier clock) {
    this.clock = clock;
  }

  /// A call that has begun. Ended once, by the thread that began it; one that is never ended has an
  /// unknown outcome.
  public final class Call {
    private final String process;
    private final long invoked;
    private volatile O input;
    private volatile @Nullable Operation<O, R> ended;
    private volatile boolean failed;

    private Call(String process, O input) {
      this.process = process;
      this.input = input;
      this.invoked = clock.getAsLong();
    }

    /// Says more precisely what is asked, e.g. what a transaction writes once it has read.
    public void amend(O moreExactly) {
      input = moreExactly;
    }

    /// It gave this result. Call it at once after the system's answer.
    public void returned(R result) {
      ended = Operation.of(process, input, result, invoked, clock.getAsLong());
    }

    /// Nobody knows whether it took effect (a time-out, a lost connection).
    public void unknown() {
      ended = null;
    }

    /// It certainly had no effect (refused, aborted): it is left out of the history.
    public void failed() {
      failed = true;
    }

    private Operation<O, R> operation() {
      Operation<O, R> known = ended;
      return known == null ? Operation.unknown(process, input, invoked) : known;
    }
  }

  /// Begins a call. Call it just before the system is called.
  public Call invoke(String process, O input) {
    synchronized (calls) {
      Call call = new Call(process, input);
      calls.add(call);
      return call;
    }
  }

  /// Does and records one call; an exception leaves its outcome unknown and is thrown on.
  public R record(String process, O input, Callable<R> action) throws Exception {
    Call call = invoke(process, input);
    R result = action.call();
    call.returned(result);
    return result;
  }

  /// What was recorded so far, in the order of beginning.
  public List<Operation<O, R>> operations() {
    synchronized (calls) {
      return calls.stream().filter(call -> !call.failed).map(Call::operation).toList();
    }
  }
}
