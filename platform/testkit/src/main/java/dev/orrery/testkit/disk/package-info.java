/// A disk that keeps exactly what it promised, and nothing more.
///
/// Killing a process proves little about durability, for the kernel keeps the dead process's pages.
/// What loses data is the power cut, and what decides between loss and survival is the flush.
/// [CrashDisk][dev.orrery.testkit.disk.CrashDisk] is the power cut as a method call:
///
/// ```
///   append A · force · append B · append C            what the program did
///   ┌────────┬────────┬────────┐
///   │   A    │   B    │   C    │                      what it sees
///   └────────┴────────┴────────┘
///   ════ crash() ═══════════════
///   ┌────────┐                                        nothing after the force survived
///   │   A    │
///   ├────────┼───┐                                    torn: B in part, C not at all
///   │   A    │ B'│
///   ├────────┼────────┬────────┐                      reordered: C survived, B is a hole
///   │   A    │ 000000 │   C    │                      of zeros or garbage
///   ├────────┼────────┼────────┤
///   │   A    │   B    │   C    │                      all survived, though nobody asked for it
///   └────────┴────────┴────────┘
/// ```
///
/// Which of these happens is drawn from the seed. **Invariant**: A is there in every one. Names
/// have the same life as bytes: a creation, rename or deletion whose directory was not forced may
/// or may not have happened, each on its own, so a file may be gone although its bytes were forced.
///
/// **The failed flush.** After a force that failed, the kernel marks the pages clean although they
/// never reached the platter; the next force succeeds and means nothing (Rebello et al., "Can
/// Applications Recover from fsync Failures?", USENIX ATC 2020). The disk does the same: bytes
/// below a failed force never become safe, whatever later forces say. A program that retries is
/// caught by the next crash.
///
/// **How to use it.** A test acknowledges writes as the program under test acknowledges them, cuts
/// the power at a random operation, opens the program again on what is left and checks that every
/// acknowledged write is there. [CrashTest][dev.orrery.testkit.disk.CrashTest] drives this for
/// thousands of seeds, with several crashes one after the other and with crashes inside the
/// recovery, and prints the one line that brings a failure back.
///
/// **Not modelled**: an empty directory (directories exist because of the files in them, and vanish
/// with them); the loss of a directory itself, so an implementation on a real file system must
/// force the parents of a directory it creates; a sector that tears across forced and unforced
/// bytes (sectors are written whole).
///
/// Reading order: [SimulatedCrash][dev.orrery.testkit.disk.SimulatedCrash], `Inode` (bytes),
/// `Namespace` (names), [CrashDisk][dev.orrery.testkit.disk.CrashDisk] (both, behind the port, with
/// faults), [CrashTest][dev.orrery.testkit.disk.CrashTest].
@NullMarked
package dev.orrery.testkit.disk;

import org.jspecify.annotations.NullMarked;
