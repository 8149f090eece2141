package dev.orrery.testkit.contract;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// The laws of a swap point. The generic contract (named [#ANY]) never over-specifies: two
/// different correct implementations both keep it. Where an algorithm is named, a contract of that
/// name demands exactly it.
///
/// @param name [#ANY] or an algorithm's short name
/// @param <S> what each law is handed: a factory of the swappable thing
public record Contract<S>(String name, List<Law<S, ?>> laws) {
  public static final String ANY = "any";

  public Contract {
    if (laws.isEmpty()) {
      throw new IllegalArgumentException("a contract without laws rejects nothing: " + name);
    }
    laws = List.copyOf(laws);
  }

  @SafeVarargs
  public static <S> Contract<S> of(String name, Law<S, ?>... laws) {
    return new Contract<>(name, List.of(laws));
  }

  /// One dynamic test a law, judged on seed 1, for a JUnit `@TestFactory`.
  public Stream<DynamicTest> tests(Supplier<S> subject) {
    return laws.stream()
        .map(law ->
            dynamicTest(
                law.name(),
                () -> {
                  Verdict verdict = Judge.standard().judge(law, subject.get(), 1);
                  if (verdict instanceof Verdict.Rejected rejected) {
                    throw new AssertionError(rejected.explain());
                  }
                }));
  }
}
