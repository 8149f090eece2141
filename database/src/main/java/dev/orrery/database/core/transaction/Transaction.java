package dev.orrery.database.core.transaction;

import dev.orrery.database.core.commitlog.CommitRecord.Write;
import java.util.List;

/// What one commit asks for.
///
/// @param preconditions all must hold, or nothing is written
/// @param writes in order; of two writes of one row the later one stays
/// @param synchronous whether the answer waits for the disk
public record Transaction(
    List<Precondition> preconditions, List<Write> writes, boolean synchronous) {
  public Transaction {
    preconditions = List.copyOf(preconditions);
    writes = List.copyOf(writes);
  }
}
