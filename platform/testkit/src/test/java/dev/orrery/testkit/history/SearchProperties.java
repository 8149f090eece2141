package dev.orrery.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testkit.history.Register.Input;
import dev.orrery.testkit.history.Register.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The search agrees with the definition: trying every order of every choice of the unknown
/// operations.
class SearchProperties {
  private static final Register<Integer> REGISTER = new Register<>();

  @Property(tries = 3_000)
  void agreesWithTryingEveryOrder(
      @ForAll("histories") List<Operation<Input<Integer>, Result<Integer>>> history) {
    Set<Optional<Integer>> ends = new HashSet<>();
    tryEveryOrder(history, REGISTER.initial(), ends);
    assertThat(new Search<>(REGISTER, history, 1_000_000).run() == Search.Answer.FOUND)
        .isEqualTo(!ends.isEmpty());
    assertThat(new Search<>(REGISTER, history, 1_000_000).finalStates(100)).isEqualTo(ends);
  }

  private static void tryEveryOrder(
      List<Operation<Input<Integer>, Result<Integer>>> left,
      Optional<Integer> state,
      Set<Optional<Integer>> ends) {
    if (left.stream().noneMatch(Operation::isKnown)) {
      ends.add(state);
    }
    for (Operation<Input<Integer>, Result<Integer>> next : left) {
      if (left.stream().anyMatch(other -> other.returned() < next.invoked())) {
        continue;
      }
      var step = REGISTER.step(state, next.input());
      if (next.fits(step.result()::equals)) {
        List<Operation<Input<Integer>, Result<Integer>>> rest = new ArrayList<>(left);
        rest.remove(next);
        tryEveryOrder(rest, step.state(), ends);
      }
    }
  }

  @Provide
  Arbitrary<List<Operation<Input<Integer>, Result<Integer>>>> histories() {
    Arbitrary<Optional<Integer>> values = Arbitraries.integers().between(0, 2).map(Optional::of);
    Arbitrary<Input<Integer>> inputs =
        Arbitraries.oneOf(
            Arbitraries.just(Register.<Integer>read()),
            values.map(value -> Register.write(value.orElseThrow())),
            Combinators.combine(values, values).as(Register::compareAndSet));
    Arbitrary<Operation<Input<Integer>, Result<Integer>>> operations =
        inputs.flatMap(input ->
            Combinators.combine(
                    results(input, values),
                    Arbitraries.longs().between(0, 12),
                    Arbitraries.longs().between(0, 6),
                    Arbitraries.of(true, true, true, false))
                .as((result, from, length, known) ->
                    known
                        ? Operation.of("p", input, result, from, from + length)
                        : Operation.<Input<Integer>, Result<Integer>>unknown("p", input, from)));
    return operations.list().ofMaxSize(6);
  }

  private static Arbitrary<Result<Integer>> results(
      Input<Integer> input, Arbitrary<Optional<Integer>> values) {
    return switch (input) {
      case Input.Read<Integer> read -> values.map(Register::value);
      case Input.Write<Integer> write -> Arbitraries.just(Register.written());
      case Input.CompareAndSet<Integer> swap -> Arbitraries.of(true, false).map(Register::swapped);
    };
  }
}
