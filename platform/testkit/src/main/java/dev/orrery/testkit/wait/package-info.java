/// Waiting, and not waiting in vain.
///
/// A test that sleeps is either slow or flaky, most often both.
/// [Await][dev.orrery.testkit.wait.Await] waits on a condition with a bound: as soon as it holds
/// the test goes on, and when it never holds the failure says what was waited for and what was seen
/// last.
///
/// A test that needs a program of the machine (`dig`, `psql`) states it through
/// [RequiredTool][dev.orrery.testkit.wait.RequiredTool]: on a user's machine without that program
/// the test is skipped and says why; where `CI=true` it fails, so that no suite grows green by
/// losing its tools.
@NullMarked
package dev.orrery.testkit.wait;

import org.jspecify.annotations.NullMarked;
