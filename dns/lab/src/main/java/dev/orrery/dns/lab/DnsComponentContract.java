package dev.orrery.dns.lab;

import dev.orrery.dns.v1.DeregisterRequest;
import dev.orrery.dns.v1.Instance;
import dev.orrery.dns.v1.LookupRequest;
import dev.orrery.dns.v1.RegisterRequest;
import dev.orrery.dns.v1.RegisterResponse;
import dev.orrery.dns.v1.RegistryGrpc;
import dev.orrery.dns.v1.RenewRequest;
import dev.orrery.dns.v1.WatchRequest;
import dev.orrery.testkit.contract.ComponentContract;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// The registry's contract, judged from outside. The channel must show the operator's credential.
/// Names are fresh in each case, so that what earlier cases left does not matter.
public final class DnsComponentContract implements ComponentContract {
  private static final int LEASE_MILLIS = 30_000;
  private static final long DEADLINE_SECONDS = 10;

  @Override
  public String name() {
    return "dns";
  }

  @Override
  public Contract<Channel> contract() {
    Arbitrary<Integer> counts = Arbitraries.integers().between(1, 4);
    return Contract.of(
        Contract.ANY,
        Law.of(
            "what is registered is found, what is deregistered is not",
            counts,
            count -> "register " + count + " instances, then deregister them",
            DnsComponentContract::registersAndDeregisters),
        Law.of(
            "a takeover grants a larger token and fences the former holder",
            counts,
            count -> "take over " + count + " times",
            DnsComponentContract::fences),
        Law.of(
            "a watch begins with the list and tells of changes",
            counts,
            count -> "watch while " + count + " instances are registered",
            DnsComponentContract::watches));
  }

  private static RegistryGrpc.RegistryBlockingStub stub(Channel channel) {
    return RegistryGrpc.newBlockingStub(channel)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private static String fresh() {
    return "t" + UUID.randomUUID().toString().substring(0, 18);
  }

  private static RegisterResponse register(
      Channel channel, String service, String name, long previousToken) {
    return stub(channel)
        .register(
            RegisterRequest.newBuilder()
                .setInstance(
                    Instance.newBuilder()
                        .setService(service)
                        .setName(name)
                        .setHost("127.0.0.1")
                        .putPorts("grpc", 1))
                .setLeaseMillis(LEASE_MILLIS)
                .setPreviousFencingToken(previousToken)
                .build());
  }

  private static void deregister(Channel channel, RegisterResponse lease) {
    stub(channel).deregister(DeregisterRequest.newBuilder().setLeaseId(lease.getLeaseId()).build());
  }

  private static List<Instance> lookup(Channel channel, String service) {
    return stub(channel)
        .lookup(LookupRequest.newBuilder().setService(service).build())
        .getInstancesList();
  }

  private static void registersAndDeregisters(Channel channel, int count) {
    String service = fresh();
    check(lookup(channel, service).isEmpty(), "instances of a service nobody registered");
    for (int i = 0; i < count; i++) {
      RegisterResponse lease = register(channel, service, service + "-" + i, 0);
      check(lease.getLeaseMillis() == LEASE_MILLIS, "a lease of " + lease.getLeaseMillis());
    }
    List<Instance> found = lookup(channel, service);
    check(found.size() == count, "found " + found.size() + " of " + count);
    RegisterResponse extra = register(channel, service, service + "-x", 0);
    deregister(channel, extra);
    deregister(channel, extra);
    check(lookup(channel, service).equals(found), "deregistering changed more than its own");
  }

  private static void fences(Channel channel, int count) {
    String service = fresh();
    RegisterResponse lease = register(channel, service, service, 0);
    refused(Status.Code.ALREADY_EXISTS, () -> register(channel, service, service, 0));
    for (int i = 0; i < count; i++) {
      RegisterResponse old = lease;
      lease = register(channel, service, service, old.getFencingToken());
      check(
          lease.getFencingToken() > old.getFencingToken(),
          "token " + lease.getFencingToken() + " after " + old.getFencingToken());
      refused(Status.Code.FAILED_PRECONDITION, () -> renew(channel, old));
    }
    renew(channel, lease);
    deregister(channel, lease);
    RegisterResponse ended = lease;
    refused(Status.Code.NOT_FOUND, () -> renew(channel, ended));
  }

  private static void renew(Channel channel, RegisterResponse lease) {
    stub(channel).renew(RenewRequest.newBuilder().setLeaseId(lease.getLeaseId()).build());
  }

  private static void watches(Channel channel, int count) {
    String service = fresh();
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      context.run(() -> {
        Iterator<dev.orrery.dns.v1.WatchResponse> lists =
            stub(channel).watch(WatchRequest.newBuilder().setService(service).build());
        check(lists.next().getInstancesList().isEmpty(), "the first list is not the empty one");
        for (int i = 0; i < count; i++) {
          register(channel, service, service + "-" + i, 0);
        }
        long revision = 0;
        int seen = 0;
        while (seen < count) {
          dev.orrery.dns.v1.WatchResponse next = lists.next();
          check(next.getRevision() > revision, "the revision did not grow");
          check(next.getInstancesCount() > seen, "a list that is no news");
          revision = next.getRevision();
          seen = next.getInstancesCount();
        }
      });
    }
  }

  private static void refused(Status.Code code, Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException refusal) {
      check(
          refusal.getStatus().getCode() == code,
          "refused with " + refusal.getStatus() + ", should be " + code);
      return;
    }
    throw new AssertionError("accepted, should be refused with " + code);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
