/// What makes a part of the model replaceable: its contract, told so that a machine can judge an
/// implementation by it.
///
/// ```
///   SwapPoint  "cache.eviction"           the interface, its built-ins, its wrong twins
///     └─ Contract  "any" · "lru" · …      laws that a correct implementation keeps
///          └─ Law  "never over capacity"  generated cases (jqwik arbitraries) and a check
///               └─ Judge                  same seed, same cases; shrinks what fails, tells it as a story
/// ```
///
/// A [Law] is a property: for all generated cases the check holds for a fresh subject. The cases
/// come from jqwik's arbitraries and shrink with jqwik's shrinking, but the [Judge] draws them
/// itself from a given seed, so that twenty fixed seeds mean twenty fixed runs, in a test as on the
/// command line. A **wrong twin** is a deliberately wrong implementation kept beside the contract:
/// a contract that does not reject each of its twins on every seed proves nothing, and a test says
/// so.
///
/// In a project of your own: `@TestFactory Stream<DynamicTest> laws() { return
/// contract.tests(MyLru::new); }`.
@NullMarked
package dev.orrery.testkit.contract;

import org.jspecify.annotations.NullMarked;
