package dev.orrery.database.core.transaction;

import java.io.IOException;
import java.util.Optional;

/// Decides whether a commit may take its place in the order. The swap point `database.validator`.
///
/// Called by one thread, in commit order. What an implementation keeps true: a precondition that
/// does not hold is never passed (else an update is lost, or a phantom read); one that holds, and
/// whose `since` is still readable, is never refused.
///
/// An implementation to be swapped in has a public constructor without parameters.
@FunctionalInterface
public interface ConflictValidator {
  /// What stands against the commit, or empty.
  Optional<Conflict> validate(Precondition precondition, NewestRows rows) throws IOException;
}
