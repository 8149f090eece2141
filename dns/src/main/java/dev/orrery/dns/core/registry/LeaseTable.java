package dev.orrery.dns.core.registry;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/// The leases, as a state machine. A swap point: `dns.lease-table`. Not thread-safe: whoever drives
/// it makes one step at a time.
public interface LeaseTable {
  /// Live instances, at most.
  int MAXIMUM_INSTANCES = 4_096;

  /// What a step led to.
  ///
  /// @param changes lapses that were due first, in the order of their deadlines, then what the
  ///   request itself changed
  record Step(LeaseReply reply, List<LeaseChange> changes) {
    public Step {
      changes = List.copyOf(changes);
    }
  }

  /// Lets lapse every lease whose deadline is at or before `nowNanos`, then serves the request.
  ///
  /// @param nowNanos on the monotonic clock; never before that of an earlier step
  /// @throws IOException when a fencing token could not be made durable; the table is then closed
  ///   for registrations until it is opened anew
  Step step(LeaseRequest request, long nowNanos) throws IOException;

  /// When the next lease lapses unless renewed; empty when there is none.
  OptionalLong nextDeadline();

  /// All live instances as of the last step, by name ascending.
  List<Instance> live();

  /// Grows by at least one with every change.
  long revision();
}
