package dev.orrery.dns.core.registry;

import dev.orrery.dns.core.registry.LeaseChange.Cause;
import dev.orrery.dns.core.registry.LeaseReply.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// Leases in two orders: by name, to find them, and by deadline, to end them. A step costs O(log n)
/// and one more for each lapse.
public final class OrderedLeaseTable implements LeaseTable {
  private final FencingTokens tokens;
  private final long epochNanos;
  private final TreeMap<String, Lease> byName = new TreeMap<>();
  private final TreeSet<Lease> byDeadline =
      new TreeSet<>(
          Comparator.comparingLong(Lease::deadline)
              .thenComparing(lease -> lease.instance().name()));
  private long revision;

  /// @param firstRevision the revision before the first change
  /// @param nowNanos the monotonic clock; deadlines are kept relative to it, so that its overflow
  ///   does not disturb their order
  public OrderedLeaseTable(FencingTokens tokens, long firstRevision, long nowNanos) {
    this.tokens = tokens;
    this.revision = firstRevision;
    this.epochNanos = nowNanos;
  }

  /// @param deadline nanoseconds since the table's epoch; at it the lease is over
  private record Lease(Instance instance, long lengthMillis, long deadline) {
    LeaseId id() {
      return new LeaseId(instance.name(), instance.token());
    }
  }

  @Override
  public Step step(LeaseRequest request, long nowNanos) throws IOException {
    long now = nowNanos - epochNanos;
    List<LeaseChange> changes = new ArrayList<>();
    lapse(now, changes);
    LeaseReply reply =
        switch (request) {
          case LeaseRequest.Register register -> register(register, now, changes);
          case LeaseRequest.Renew renew -> renew(renew.lease(), now);
          case LeaseRequest.Deregister deregister -> deregister(deregister.lease(), changes);
          case LeaseRequest.Tick _ -> new LeaseReply.Ticked();
        };
    revision += changes.size();
    return new Step(reply, changes);
  }

  private void lapse(long now, List<LeaseChange> changes) {
    while (!byDeadline.isEmpty() && byDeadline.first().deadline() <= now) {
      remove(byDeadline.first(), Cause.LAPSED, changes);
    }
  }

  private LeaseReply register(LeaseRequest.Register request, long now, List<LeaseChange> changes)
      throws IOException {
    Lease held = byName.get(request.instance().name());
    if (held != null && held.instance().token() != request.previousToken()) {
      return new LeaseReply.Refused(Reason.INSTANCE_LEASED);
    }
    if (held == null && byName.size() == MAXIMUM_INSTANCES) {
      return new LeaseReply.Refused(Reason.TOO_MANY_INSTANCES);
    }
    // First the token: if it cannot be made durable, the holder keeps its lease.
    Instance instance = request.instance().withToken(tokens.next());
    if (held != null) {
      remove(held, Cause.REPLACED, changes);
    }
    Lease lease = put(instance, request.leaseMillis(), now);
    changes.add(new LeaseChange.Added(instance));
    return new LeaseReply.Granted(lease.id(), lease.lengthMillis());
  }

  private LeaseReply renew(LeaseId id, long now) {
    Lease held = byName.get(id.instance());
    if (held == null || held.instance().token() != id.token()) {
      boolean fenced = held != null && held.instance().token() > id.token();
      return new LeaseReply.Refused(fenced ? Reason.FENCED : Reason.LEASE_LAPSED);
    }
    byDeadline.remove(held);
    put(held.instance(), held.lengthMillis(), now);
    return new LeaseReply.Renewed(id, held.lengthMillis());
  }

  private LeaseReply deregister(LeaseId id, List<LeaseChange> changes) {
    Lease held = byName.get(id.instance());
    if (held != null && held.instance().token() == id.token()) {
      remove(held, Cause.DEREGISTERED, changes);
    }
    return new LeaseReply.Ended(id);
  }

  private Lease put(Instance instance, long lengthMillis, long now) {
    Lease lease =
        new Lease(instance, lengthMillis, now + TimeUnit.MILLISECONDS.toNanos(lengthMillis));
    byName.put(instance.name(), lease);
    byDeadline.add(lease);
    return lease;
  }

  private void remove(Lease lease, Cause cause, List<LeaseChange> changes) {
    byName.remove(lease.instance().name());
    byDeadline.remove(lease);
    changes.add(new LeaseChange.Removed(lease.instance(), cause));
  }

  @Override
  public OptionalLong nextDeadline() {
    return byDeadline.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(byDeadline.first().deadline() + epochNanos);
  }

  @Override
  public List<Instance> live() {
    return byName.values().stream().map(Lease::instance).toList();
  }

  @Override
  public long revision() {
    return revision;
  }
}
