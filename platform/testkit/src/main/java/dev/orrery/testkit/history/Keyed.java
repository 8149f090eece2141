package dev.orrery.testkit.history;

/// An operation on one of many independent objects.
///
/// @param key which object, e.g. a row's key
/// @param input what is asked of it
public record Keyed<K, O>(K key, O input) {
  /// The model of each object, for [Linearizability#requirePerKey] with `Keyed::key`.
  public static <K, S, O, R> Model<S, Keyed<K, O>, R> model(Model<S, O, R> each) {
    return new Model<>() {
      @Override
      public S initial() {
        return each.initial();
      }

      @Override
      public Step<S, R> step(S state, Keyed<K, O> asked) {
        return each.step(state, asked.input());
      }

      @Override
      public boolean fits(R expected, R seen) {
        return each.fits(expected, seen);
      }
    };
  }

  @Override
  public String toString() {
    return key + ": " + input;
  }
}
