package dev.orrery.system.judging;

import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import dev.orrery.testkit.contract.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One verdict in the making: knows at any moment which case is being tried, so that somebody else
/// can tell it when the code never comes back from it.
///
/// [#running()] may be asked by any thread; everything else belongs to the thread that judges.
final class Trial {
  /// @param law the law that is being tried
  /// @param story tells the case
  record Case(String law, Supplier<String> story) {}

  private record Failure(String story, String where, String printed) {}

  private final Predicate<String> ownClass;
  private final Printed printed;
  private volatile @Nullable Case running;
  private @Nullable Failure lastFailure;

  /// @param ownClass whether a class, by name, is of the judged code
  Trial(Predicate<String> ownClass, Printed printed) {
    this.ownClass = ownClass;
    this.printed = printed;
  }

  /// The case that is being tried now; after an [OutOfMemoryError] the one that met it.
  @Nullable Case running() {
    return running;
  }

  /// The same laws, each case noted while it is tried.
  <S> Contract<S> observed(Contract<S> contract) {
    List<Law<S, ?>> laws = new ArrayList<>();
    contract.laws().forEach(law -> laws.add(observed(law)));
    return new Contract<>(contract.name(), laws);
  }

  private <S, C> Law<S, C> observed(Law<S, C> law) {
    return Law.of(
        law.name(),
        law.cases(),
        law.story(),
        (subject, testCase) -> {
          printed.clear();
          running = new Case(law.name(), () -> law.story().apply(testCase));
          try {
            law.check().accept(subject, testCase);
          } catch (OutOfMemoryError spent) {
            throw spent; // and stay: there may be no memory left to tell the story with
          } catch (Throwable failure) {
            running = null;
            lastFailure =
                new Failure(
                    law.story().apply(testCase), where(failure.getStackTrace()), printed.text());
            throw failure;
          }
          running = null;
        });
  }

  /// The rejection with what was seen of its smallest case.
  Outcome.Rejected rejected(Verdict.Rejected verdict) {
    Optional<Failure> seen =
        Optional.ofNullable(lastFailure).filter(last -> last.story().equals(verdict.story()));
    return new Outcome.Rejected(
        verdict.law(),
        verdict.story(),
        verdict.reason().startsWith("StackOverflowError")
            ? "it calls itself without an end (StackOverflowError)"
            : verdict.reason(),
        verdict.seed(),
        seen.map(Failure::where).orElse(""),
        seen.map(Failure::printed).orElse(""));
  }

  /// The code was stopped in the case that is running.
  ///
  /// @param trace where it was
  Outcome.Stopped stopped(String why, StackTraceElement[] trace) {
    Case last = running;
    return new Outcome.Stopped(
        why,
        last == null ? "" : last.law(),
        last == null ? "" : story(last),
        where(trace),
        printed.text());
  }

  private static String story(Case last) {
    try {
      return last.story().get();
    } catch (RuntimeException changing) {
      return "(cannot be told while it runs: " + changing + ")";
    }
  }

  /// Whether this thread is inside the judged code.
  boolean inside(StackTraceElement[] trace) {
    return !where(trace).isEmpty();
  }

  /// The innermost line of the judged code, e.g. `MyLru.java:31, in access`; empty when there is
  /// none.
  private String where(StackTraceElement[] trace) {
    for (StackTraceElement frame : trace) {
      if (ownClass.test(frame.getClassName())) {
        return frame.getFileName() + ":" + frame.getLineNumber() + ", in " + frame.getMethodName();
      }
    }
    return "";
  }
}
