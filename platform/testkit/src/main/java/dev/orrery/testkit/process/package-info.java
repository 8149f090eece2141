/// Programs under test as processes of their own, to be killed.
///
/// ```
///   test JVM                                child JVM (same java, given class path)
///   Launch.ofJava(main).start()  ────────►  main(arguments)
///   awaitLine(bound, "ready …")  ◄────────  stdout, read by a thread, the last lines kept
///   kill()                       ── KILL ─► gone, without a word to anybody
///   launch.start()               ────────►  once more, on the same data directory
/// ```
///
/// What a kill proves: that nothing needed is kept in the process's memory, that locks and half
/// written files of a dead owner are coped with, that the start after it is clean. What it does not
/// prove: that anything was flushed, since the kernel keeps a dead process's pages; for that there
/// is [CrashDisk][dev.orrery.testkit.disk.CrashDisk].
///
/// **Invariant**: no child outlives its test.
/// [ChildProcess][dev.orrery.testkit.process.ChildProcess] is closed by try-with-resources, and a
/// shutdown hook kills what a broken test left behind, with its descendants.
@NullMarked
package dev.orrery.testkit.process;

import org.jspecify.annotations.NullMarked;
