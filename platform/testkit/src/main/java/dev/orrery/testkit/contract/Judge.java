package dev.orrery.testkit.contract;

import java.util.Iterator;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;

/// Tries a subject on the cases of a contract's laws, drawn from one seed, and shrinks the first
/// failure greedily: of the simpler variants of a failing case it moves to the first that fails
/// too, until none does or the step bound is reached.
///
/// @param tries cases a law
/// @param maximumShrinks variants tried while shrinking, at most
public record Judge(int tries, int maximumShrinks) {
  private static final int GENERATION_SIZE = 200;

  public static Judge standard() {
    return new Judge(300, 5_000);
  }

  /// Judges by every law in turn; the first broken one is the verdict. Deterministic for a
  /// deterministic subject.
  public <S> Verdict judge(Contract<S> contract, S subject, long seed) {
    int cases = 0;
    for (Law<S, ?> law : contract.laws()) {
      switch (judge(law, subject, seed)) {
        case Verdict.Rejected rejected -> {
          return rejected;
        }
        case Verdict.Accepted accepted -> cases += accepted.cases();
      }
    }
    return new Verdict.Accepted(cases);
  }

  public <S, C> Verdict judge(Law<S, C> law, S subject, long seed) {
    Verdict[] verdict = new Verdict[1];
    JqwikSession.run(() -> verdict[0] = judgeInSession(law, subject, seed));
    return verdict[0];
  }

  private <S, C> Verdict judgeInSession(Law<S, C> law, S subject, long seed) {
    RandomGenerator<C> generator = law.cases().generator(GENERATION_SIZE, true);
    Random random = new Random(seed);
    for (int i = 0; i < tries; i++) {
      Shrinkable<C> drawn = generator.next(random);
      Optional<Throwable> failure = failure(law, subject, drawn.value());
      if (failure.isPresent()) {
        return shrink(law, subject, drawn, failure.get(), seed);
      }
    }
    return new Verdict.Accepted(tries);
  }

  private <S, C> Verdict shrink(
      Law<S, C> law, S subject, Shrinkable<C> failing, Throwable reason, long seed) {
    Shrinkable<C> smallest = failing;
    Throwable why = reason;
    int tried = 0;
    int shrinks = 0;
    boolean progress = true;
    while (progress && tried < maximumShrinks) {
      progress = false;
      Iterator<Shrinkable<C>> variants = smallest.shrink().iterator();
      while (variants.hasNext() && tried < maximumShrinks) {
        Shrinkable<C> variant = variants.next();
        tried++;
        Optional<Throwable> failure = failure(law, subject, variant.value());
        if (failure.isPresent() && variant.distance().compareTo(smallest.distance()) < 0) {
          smallest = variant;
          why = failure.get();
          shrinks++;
          progress = true;
          break;
        }
      }
    }
    return new Verdict.Rejected(
        law.name(), law.story().apply(smallest.value()), describe(why), seed, shrinks);
  }

  private static <S, C> Optional<Throwable> failure(Law<S, C> law, S subject, C testCase) {
    try {
      law.check().accept(subject, testCase);
      return Optional.empty();
    } catch (VirtualMachineError fatal) {
      if (fatal instanceof StackOverflowError) {
        return Optional.of(fatal);
      }
      throw fatal;
    } catch (Throwable failure) {
      return Optional.of(failure);
    }
  }

  private static String describe(Throwable failure) {
    String message = failure.getMessage() == null ? "" : failure.getMessage().strip();
    return failure instanceof AssertionError && !message.isEmpty()
        ? message
        : failure.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
  }
}
