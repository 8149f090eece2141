package dev.orrery.dns.lab;

import dev.orrery.dns.core.registry.Instance;
import dev.orrery.dns.core.registry.LeaseId;
import dev.orrery.dns.core.registry.LeaseReply;
import dev.orrery.dns.core.registry.LeaseReply.Reason;
import dev.orrery.dns.core.registry.LeaseRequest;
import dev.orrery.dns.core.registry.LeaseTable;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/// Wrong twins of the lease table: each stands before a right one and spoils one thing.
final class WrongLeaseTables {
  private WrongLeaseTables() {}

  private static class Passing implements LeaseTable {
    final LeaseTable right;

    Passing(LeaseTable right) {
      this.right = right;
    }

    @Override
    public Step step(LeaseRequest request, long nowNanos) throws IOException {
      return right.step(request, nowNanos);
    }

    @Override
    public OptionalLong nextDeadline() {
      return right.nextDeadline();
    }

    @Override
    public List<Instance> live() {
      return right.live();
    }

    @Override
    public long revision() {
      return right.revision();
    }

    long tokenOf(String name) {
      return live().stream()
          .filter(instance -> instance.name().equals(name))
          .mapToLong(Instance::token)
          .findFirst()
          .orElse(0);
    }
  }

  static final class RenewsLapsed extends Passing {
    RenewsLapsed(LeaseTable right) {
      super(right);
    }

    @Override
    public Step step(LeaseRequest request, long nowNanos) throws IOException {
      Step step = right.step(request, nowNanos);
      return request instanceof LeaseRequest.Renew(LeaseId id)
              && step.reply().equals(new LeaseReply.Refused(Reason.LEASE_LAPSED))
          ? new Step(new LeaseReply.Renewed(id, 10_000), step.changes())
          : step;
    }
  }

  static final class Late extends Passing {
    Late(LeaseTable right) {
      super(right);
    }

    @Override
    public Step step(LeaseRequest request, long nowNanos) throws IOException {
      return request instanceof LeaseRequest.Register(Instance instance, long millis, long token)
          ? right.step(new LeaseRequest.Register(instance, millis + 1, token), nowNanos)
          : right.step(request, nowNanos);
    }
  }

  static final class TakesAnyOver extends Passing {
    TakesAnyOver(LeaseTable right) {
      super(right);
    }

    @Override
    public Step step(LeaseRequest request, long nowNanos) throws IOException {
      return request instanceof LeaseRequest.Register(Instance instance, long millis, long _)
          ? right.step(
              new LeaseRequest.Register(instance, millis, tokenOf(instance.name())), nowNanos)
          : right.step(request, nowNanos);
    }
  }

  static final class DeregistersByName extends Passing {
    DeregistersByName(LeaseTable right) {
      super(right);
    }

    @Override
    public Step step(LeaseRequest request, long nowNanos) throws IOException {
      return request instanceof LeaseRequest.Deregister(LeaseId id)
          ? right.step(
              new LeaseRequest.Deregister(new LeaseId(id.instance(), tokenOf(id.instance()))),
              nowNanos)
          : right.step(request, nowNanos);
    }
  }

  static final class Unfenced extends Passing {
    Unfenced(LeaseTable right) {
      super(right);
    }

    @Override
    public Step step(LeaseRequest request, long nowNanos) throws IOException {
      Step step = right.step(request, nowNanos);
      return step.reply().equals(new LeaseReply.Refused(Reason.FENCED))
          ? new Step(new LeaseReply.Refused(Reason.LEASE_LAPSED), step.changes())
          : step;
    }
  }
}
