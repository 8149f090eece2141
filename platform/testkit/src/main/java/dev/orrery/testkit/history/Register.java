package dev.orrery.testkit.history;

import java.util.Optional;

/// One cell that holds a value or nothing: read, write, compare-and-set, delete. The model of one
/// key of a key-value store.
///
/// @param <V> the values, equal by value
public record Register<V>() implements Model<Optional<V>, Register.Input<V>, Register.Result<V>> {

  /// What can be asked of the cell.
  public sealed interface Input<V> {
    record Read<V>() implements Input<V> {
      @Override
      public String toString() {
        return "read";
      }
    }

    record Write<V>(Optional<V> value) implements Input<V> {
      @Override
      public String toString() {
        return "write " + show(value);
      }
    }

    record CompareAndSet<V>(Optional<V> expected, Optional<V> value) implements Input<V> {
      @Override
      public String toString() {
        return "cas " + show(expected) + " to " + show(value);
      }
    }
  }

  /// What it answers.
  public sealed interface Result<V> {
    record Value<V>(Optional<V> value) implements Result<V> {
      @Override
      public String toString() {
        return show(value);
      }
    }

    record Written<V>() implements Result<V> {
      @Override
      public String toString() {
        return "ok";
      }
    }

    record Swapped<V>(boolean done) implements Result<V> {
      @Override
      public String toString() {
        return done ? "swapped" : "refused";
      }
    }
  }

  public static <V> Input<V> read() {
    return new Input.Read<>();
  }

  public static <V> Input<V> write(V value) {
    return new Input.Write<>(Optional.of(value));
  }

  public static <V> Input<V> delete() {
    return new Input.Write<>(Optional.empty());
  }

  public static <V> Input<V> compareAndSet(Optional<V> expected, Optional<V> value) {
    return new Input.CompareAndSet<>(expected, value);
  }

  public static <V> Result<V> value(Optional<V> value) {
    return new Result.Value<>(value);
  }

  public static <V> Result<V> written() {
    return new Result.Written<>();
  }

  public static <V> Result<V> swapped(boolean done) {
    return new Result.Swapped<>(done);
  }

  @Override
  public Optional<V> initial() {
    return Optional.empty();
  }

  @Override
  public Step<Optional<V>, Result<V>> step(Optional<V> state, Input<V> input) {
    return switch (input) {
      case Input.Read<V> read -> new Step<>(state, value(state));
      case Input.Write<V>(Optional<V> value) -> new Step<>(value, written());
      case Input.CompareAndSet<V>(Optional<V> expected, Optional<V> value) ->
          expected.equals(state)
              ? new Step<>(value, swapped(true))
              : new Step<>(state, swapped(false));
    };
  }

  private static <V> String show(Optional<V> value) {
    return value.map(String::valueOf).orElse("nothing");
  }
}
