package dev.orrery.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.testkit.history.Linearizability.Verdict;
import dev.orrery.testkit.history.Register.Input;
import dev.orrery.testkit.history.Register.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {
  private static final Register<Integer> REGISTER = new Register<>();

  private static Operation<Input<Integer>, Result<Integer>> write(int value, long from, long to) {
    return Operation.of("w" + value, Register.write(value), Register.written(), from, to);
  }

  private static Operation<Input<Integer>, Result<Integer>> read(int value, long from, long to) {
    return Operation.of("r", Register.read(), Register.value(Optional.of(value)), from, to);
  }

  private static Operation<Input<Integer>, Result<Integer>> swap(
      String process, int expected, int value, boolean done, long from, long to) {
    return Operation.of(
        process,
        Register.compareAndSet(Optional.of(expected), Optional.of(value)),
        Register.swapped(done),
        from,
        to);
  }

  @SafeVarargs
  private static Verdict check(Operation<Input<Integer>, Result<Integer>>... operations) {
    return Linearizability.check(REGISTER, List.of(operations));
  }

  private static String violation(Verdict verdict) {
    return ((Verdict.Violation) verdict).explanation();
  }

  @Test
  void aReadBesideAWriteMaySeeTheOldOrTheNewValue() {
    assertThat(check(write(1, 0, 1), write(2, 2, 9), read(1, 3, 4)))
        .isInstanceOf(Verdict.Linearizable.class);
    assertThat(check(write(1, 0, 1), write(2, 2, 9), read(2, 3, 4), read(2, 5, 6)))
        .isInstanceOf(Verdict.Linearizable.class);
  }

  @Test
  void aReadMayNotGoBackToAnOlderValue() {
    assertThat(violation(check(write(1, 0, 1), write(2, 2, 9), read(2, 3, 4), read(1, 5, 6))))
        .contains("after which the state was Optional[2]\n", "read → 1")
        .doesNotContain("read → 2");
  }

  @Test
  void aStaleReadIsToldInTheSmallestWindow() {
    String told =
        violation(
            check(
                write(1, 0, 1),
                read(1, 1, 2),
                write(2, 3, 4),
                read(2, 5, 6),
                read(1, 7, 8),
                read(2, 9, 10)));
    assertThat(told)
        .isEqualTo(
            """
            not linearizable: no order of these operations gives these results
              before: 4 operations, after which the state was Optional[2]
              r  ├───────────────────┤                     read → 1
            """);
  }

  @Test
  void aLongHistoryWithoutAQuietMomentIsStillToldInAFewLines() {
    List<Operation<Input<Integer>, Result<Integer>>> history = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      history.add(write(i, 4L * i, 4L * i + 5));
      history.add(read(i, 4L * i + 2, 4L * i + 3));
    }
    Linearizability.require(REGISTER, history);
    history.set(301, read(10, 602, 603));
    String told = violation(Linearizability.check(REGISTER, history));
    assertThat(told).contains("read → 10", "after which the state was Optional[149]");
    assertThat(told.lines()).as(told).hasSizeLessThan(6);
  }

  @Test
  void aLostUpdateIsRejected() {
    assertThat(
            violation(
                check(write(0, 0, 1), swap("a", 0, 1, true, 2, 5), swap("b", 0, 2, true, 3, 6))))
        .contains("a  ├", "cas 0 to 1 → swapped", "b   ", "cas 0 to 2 → swapped");
    assertThat(check(write(0, 0, 1), swap("a", 0, 1, true, 2, 5), swap("b", 0, 2, false, 3, 6)))
        .isInstanceOf(Verdict.Linearizable.class);
  }

  @Test
  void anOperationOfUnknownOutcomeMayTakeEffectLateOrNever() {
    Operation<Input<Integer>, Result<Integer>> lost = Operation.unknown("x", Register.write(7), 2);
    assertThat(check(write(1, 0, 1), lost, read(1, 3, 4), read(7, 5, 6)))
        .isInstanceOf(Verdict.Linearizable.class);
    assertThat(check(write(1, 0, 1), lost, read(1, 3, 4))).isInstanceOf(Verdict.Linearizable.class);
    assertThat(check(write(1, 0, 1), lost, read(7, 3, 4), read(1, 5, 6)))
        .isInstanceOf(Verdict.Violation.class);
    assertThat(check(read(7, 0, 1), lost)).isInstanceOf(Verdict.Violation.class);
  }

  /// A cell with a replica that lags one write behind; a part of the reads go to the replica.
  private static final class Cell {
    private final int staleReadsInThousand;
    private Optional<Integer> value = Optional.empty();
    private Optional<Integer> replica = Optional.empty();

    Cell(int staleReadsInThousand) {
      this.staleReadsInThousand = staleReadsInThousand;
    }

    synchronized Optional<Integer> read() {
      return ThreadLocalRandom.current().nextInt(1000) < staleReadsInThousand ? replica : value;
    }

    synchronized void write(Optional<Integer> newValue) {
      replica = value;
      value = newValue;
    }

    synchronized boolean compareAndSet(Optional<Integer> expected, Optional<Integer> newValue) {
      if (!value.equals(expected)) {
        return false;
      }
      write(newValue);
      return true;
    }
  }

  private static Result<Integer> apply(Cell cell, Input<Integer> input) {
    return switch (input) {
      case Input.Read<Integer> read -> Register.value(cell.read());
      case Input.Write<Integer>(Optional<Integer> value) -> {
        cell.write(value);
        yield Register.written();
      }
      case Input.CompareAndSet<Integer>(Optional<Integer> expected, Optional<Integer> value) ->
          Register.swapped(cell.compareAndSet(expected, value));
    };
  }

  private static Input<Integer> randomInput(ThreadLocalRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> Register.write(random.nextInt(8));
      case 1 ->
          Register.compareAndSet(Optional.of(random.nextInt(8)), Optional.of(random.nextInt(8)));
      default -> Register.read();
    };
  }

  /// Eight threads; every hundredth answer gets lost.
  private static List<Operation<Input<Integer>, Result<Integer>>> hammer(Cell cell, int operations)
      throws Exception {
    int threads = 8;
    History<Input<Integer>, Result<Integer>> history = new History<>();
    CyclicBarrier start = new CyclicBarrier(threads);
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<Boolean>> all =
          IntStream.range(0, threads)
              .mapToObj(thread ->
                  executor.submit(() -> {
                    start.await();
                    for (int i = 0; i < operations / threads; i++) {
                      ThreadLocalRandom random = ThreadLocalRandom.current();
                      Input<Integer> input = randomInput(random);
                      var call = history.invoke("thread-" + thread, input);
                      LockSupport.parkNanos(random.nextInt(20_000));
                      Result<Integer> result = apply(cell, input);
                      LockSupport.parkNanos(random.nextInt(20_000));
                      if (random.nextInt(100) == 0) {
                        call.unknown();
                      } else {
                        call.returned(result);
                      }
                    }
                    return true;
                  }))
              .toList();
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
    }
    return history.operations();
  }

  @Test
  void acceptsALockedCellUnderEightThreads() throws Exception {
    for (int round = 0; round < 10; round++) {
      Linearizability.require(REGISTER, hammer(new Cell(0), 1000));
    }
  }

  @Test
  void rejectsACellThatSometimesReadsItsReplica() throws Exception {
    for (int round = 0; round < 5; round++) {
      List<Operation<Input<Integer>, Result<Integer>>> history = hammer(new Cell(200), 1000);
      assertThatThrownBy(() -> Linearizability.require(REGISTER, history))
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void keysAreCheckedApartAndTheBrokenOneIsNamed() {
    Model<Optional<Integer>, Keyed<String, Input<Integer>>, Result<Integer>> model =
        Keyed.model(REGISTER);
    List<Operation<Keyed<String, Input<Integer>>, Result<Integer>>> history =
        List.of(
            Operation.of("p", new Keyed<>("x", Register.write(1)), Register.written(), 0, 1),
            Operation.of(
                "p", new Keyed<>("y", Register.read()), Register.value(Optional.empty()), 2, 3),
            Operation.of(
                "p", new Keyed<>("x", Register.read()), Register.value(Optional.of(1)), 4, 5));
    Linearizability.requirePerKey(model, history, Keyed::key);
    List<Operation<Keyed<String, Input<Integer>>, Result<Integer>>> broken =
        List.of(
            history.get(0),
            Operation.of(
                "p", new Keyed<>("x", Register.read()), Register.value(Optional.empty()), 2, 3));
    assertThatThrownBy(() -> Linearizability.requirePerKey(model, broken, Keyed::key))
        .hasMessageStartingWith("key x: not linearizable");
  }

  private static Operation<Transaction<String, Integer>, Map<String, Optional<Integer>>>
      transaction(
          String process,
          Map<String, Optional<Integer>> read,
          Map<String, Optional<Integer>> written,
          long from,
          long to) {
    return Operation.of(process, new Transaction<>(read.keySet(), written), read, from, to);
  }

  @Test
  void strictSerializabilityForbidsWriteSkewAndFracturedReads() {
    Optional<Integer> on = Optional.of(1);
    Optional<Integer> off = Optional.of(0);
    var begin = transaction("init", Map.of(), Map.of("x", on, "y", on), 0, 1);
    var xOff = transaction("a", Map.of("x", on, "y", on), Map.of("x", off), 2, 5);
    var yOff = transaction("b", Map.of("x", on, "y", on), Map.of("y", off), 3, 6);
    var yLater = transaction("b", Map.of("x", off, "y", on), Map.of("y", off), 3, 6);
    assertThat(Linearizability.check(Transaction.model(), List.of(begin, xOff, yOff)))
        .isInstanceOf(Verdict.Violation.class);
    assertThat(Linearizability.check(Transaction.model(), List.of(begin, xOff, yLater)))
        .isInstanceOf(Verdict.Linearizable.class);
    var both = transaction("c", Map.of(), Map.of("x", off, "y", off), 2, 5);
    var fractured = transaction("d", Map.of("x", off, "y", on), Map.of(), 3, 4);
    assertThat(Linearizability.check(Transaction.model(), List.of(begin, both, fractured)))
        .isInstanceOf(Verdict.Violation.class);
  }

  @Test
  void aTransactionsDeletionIsSeen() {
    var put = transaction("a", Map.of(), Map.of("x", Optional.of(1)), 0, 1);
    var drop = transaction("a", Map.of("x", Optional.of(1)), Map.of("x", Optional.empty()), 2, 3);
    var look = transaction("a", Map.of("x", Optional.empty()), Map.of(), 4, 5);
    Linearizability.require(Transaction.model(), List.of(put, drop, look));
    assertThat(drop.input().reads()).isEqualTo(Set.of("x"));
  }

  @Test
  void aCallThatFailedIsLeftOutAndOneNeverEndedIsUnknown() throws Exception {
    long[] clock = {0};
    History<Input<Integer>, Result<Integer>> history = new History<>(() -> clock[0]++);
    history.invoke("a", Register.write(1)).failed();
    history.record("b", Register.read(), () -> Register.value(Optional.empty()));
    var open = history.invoke("c", Register.read());
    open.amend(Register.write(3));
    assertThat(history.operations())
        .containsExactly(
            Operation.of("b", Register.read(), Register.value(Optional.empty()), 1, 2),
            Operation.unknown("c", Register.write(3), 3));
  }
}
