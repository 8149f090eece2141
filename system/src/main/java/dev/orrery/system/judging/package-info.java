/// Judging somebody's code by a contract, in a JVM that may die of it.
///
/// ```
///   ./orrery check, ./orrery lab                        a child JVM, 256 MB, warm
///   ─────────────────────────────                       ──────────────────────────────────────────
///   Task: point, algorithm, file  ──Message on stdin──▶ JudgeMain
///                                                         SourceCompiler   javac, in memory
///   WarmJudge ─▶ JudgeProcess                             SubjectLoader    a fresh one each time
///                                                         Contracts        laws × seeds
///                                                         Trial, Watchdog  which case, how long, where
///   Outcome  ◀──────────────────Message on stdout───────  Answers          one a task
/// ```
///
/// The code that is judged was written a minute ago: it loops for ever, fills the heap, overflows
/// the stack or calls `System.exit`. None of that may end the command, and all of it is a verdict.
/// So it runs in a process of its own, and the sentence about its end is told by the first of these
/// that still can:
///
/// | what the code does | who tells it |
/// |---|---|
/// | throws, overflows the stack | the contract's [dev.orrery.testkit.contract.Judge], as a broken law with its shrunk story |
/// | does not end | [Watchdog], which then halts the child |
/// | fills the heap | [JudgeMain], which catches the error when the case's garbage is free again |
/// | calls `System.exit` | [JudgeMain]'s shutdown hook |
/// | halts or crashes the JVM, or silences it | [WarmJudge], by the exit code or by its own, longer time-out |
///
/// Starting a JVM, a compiler and a contract takes more than a second, a verdict in a warm child a
/// fraction of that: hence one child serves many verdicts, and when it had to die the next one is
/// started and warmed up at once, not when it is needed.
///
/// Invariants: one answer a task; what the judged code prints never reaches the channel of the
/// answers; whatever comes back is bounded ([Message#MAXIMUM_CHARACTERS]).
///
/// Reading order: [Task], [Outcome], [Message], [SourceCompiler], [Trial], [JudgeMain],
/// [WarmJudge]; [Contracts] finds what there is to judge by.
@NullMarked
package dev.orrery.system.judging;

import org.jspecify.annotations.NullMarked;
