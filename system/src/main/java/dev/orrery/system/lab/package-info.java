/// The learner's side of a lab: the files on the desk, what was done so far, and the watch mode,
/// which judges at each save.
///
/// ```
///   Lab, Exercise (a component's manifest)
///        │ stub
///        ▼
///   Desk  desk/COMPONENT/MyLru.java  ◀── the learner's editor
///        │                                 │ save
///        │                                 ▼
///   WatchMode ◀── Commands (keys, lines)  FileWatch
///        │  Task ──▶ judging.WarmJudge ──▶ Outcome
///        ├─▶ Progress   desk/.progress
///        └─▶ Screen     what is said
/// ```
///
/// Reading order: [Desk], [Progress], [FileWatch], [Command], [WatchMode]; [TerminalKeys] and
/// [TypedLines] are two ways to give a command.
///
/// Invariants: a file of the learner's is read, never written; an exercise counts as done when its
/// file kept every law on all seeds, and stays done.
@NullMarked
package dev.orrery.system.lab;

import org.jspecify.annotations.NullMarked;
