package dev.orrery.dns.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.dns.core.registry.LeaseChange.Cause;
import dev.orrery.dns.core.registry.LeaseReply.Reason;
import dev.orrery.testkit.disk.CrashDisk;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OrderedLeaseTableTest {
  private static final long START = Long.MAX_VALUE - 5_000_000_000L; // the clock overflows soon
  private final CrashDisk disk = new CrashDisk(1);
  private LeaseTable table = open();
  private long millis;

  private LeaseTable open() {
    try {
      return new OrderedLeaseTable(FencingTokens.open(disk), 0, START);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private LeaseTable.Step step(LeaseRequest request) throws IOException {
    return table.step(request, START + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private LeaseReply register(String name, long previousToken) throws IOException {
    Instance instance =
        new Instance(
            "cache", name, Instance.host("127.0.0.1"), new TreeMap<>(Map.of("grpc", 9400)), 1, 0);
    return step(new LeaseRequest.Register(instance, 10_000, previousToken)).reply();
  }

  private LeaseId granted(String name, long previousToken) throws IOException {
    return ((LeaseReply.Granted) register(name, previousToken)).lease();
  }

  private static LeaseReply refused(Reason reason) {
    return new LeaseReply.Refused(reason);
  }

  @Test
  void aLeaseLivesToItsLastNanosecondAndNoLonger() throws IOException {
    LeaseId lease = granted("cache-1", 0);
    millis = 9_999;
    assertThat(step(new LeaseRequest.Tick()).changes()).isEmpty();
    assertThat(table.nextDeadline()).hasValue(START + TimeUnit.SECONDS.toNanos(10));
    millis = 10_000;
    assertThat(step(new LeaseRequest.Tick()).changes())
        .singleElement()
        .satisfies(
            change -> assertThat(((LeaseChange.Removed) change).cause()).isEqualTo(Cause.LAPSED));
    assertThat(table.live()).isEmpty();
    assertThat(table.nextDeadline()).isEmpty();
    assertThat(step(new LeaseRequest.Renew(lease)).reply()).isEqualTo(refused(Reason.LEASE_LAPSED));
  }

  @Test
  void renewingProlongsFromNow() throws IOException {
    LeaseId lease = granted("cache-1", 0);
    millis = 9_000;
    assertThat(step(new LeaseRequest.Renew(lease)).reply())
        .isEqualTo(new LeaseReply.Renewed(lease, 10_000));
    millis = 18_999;
    assertThat(step(new LeaseRequest.Tick()).changes()).isEmpty();
    millis = 19_000;
    assertThat(step(new LeaseRequest.Tick()).changes()).hasSize(1);
  }

  @Test
  void aRenewalThatComesTooLateFindsTheLeaseLapsedThoughNobodyTicked() throws IOException {
    LeaseId lease = granted("cache-1", 0);
    millis = 10_000;
    LeaseTable.Step step = step(new LeaseRequest.Renew(lease));
    assertThat(step.reply()).isEqualTo(refused(Reason.LEASE_LAPSED));
    assertThat(step.changes()).hasSize(1);
  }

  @Test
  void aHeldNameIsTakenOverOnlyByItsToken() throws IOException {
    LeaseId old = granted("cache-1", 0);
    assertThat(register("cache-1", 0)).isEqualTo(refused(Reason.INSTANCE_LEASED));
    assertThat(register("cache-1", old.token() + 1)).isEqualTo(refused(Reason.INSTANCE_LEASED));
    LeaseId taken = granted("cache-1", old.token());
    assertThat(taken.token()).isGreaterThan(old.token());
    assertThat(step(new LeaseRequest.Renew(old)).reply()).isEqualTo(refused(Reason.FENCED));
    assertThat(step(new LeaseRequest.Deregister(old)).changes()).isEmpty();
    assertThat(table.live()).singleElement().extracting(Instance::token).isEqualTo(taken.token());
  }

  @Test
  void deregisteringTwiceIsNoError() throws IOException {
    LeaseId lease = granted("cache-1", 0);
    assertThat(step(new LeaseRequest.Deregister(lease)).changes()).hasSize(1);
    assertThat(step(new LeaseRequest.Deregister(lease)).reply())
        .isEqualTo(new LeaseReply.Ended(lease));
  }

  @Test
  void theRevisionGrowsWithEachChangeOnly() throws IOException {
    LeaseId lease = granted("cache-1", 0);
    assertThat(table.revision()).isEqualTo(1);
    step(new LeaseRequest.Renew(lease));
    assertThat(table.revision()).isEqualTo(1);
    granted("cache-1", lease.token());
    assertThat(table.revision()).isEqualTo(3);
  }

  @Test
  void aRestartForgetsLeasesAndNoTokens() throws IOException {
    LeaseId lease = granted("cache-1", 0);
    table = open();
    assertThat(step(new LeaseRequest.Renew(lease)).reply()).isEqualTo(refused(Reason.LEASE_LAPSED));
    LeaseId again = granted("cache-1", 0);
    assertThat(again.token()).isGreaterThan(lease.token());
    assertThat(step(new LeaseRequest.Renew(lease)).reply()).isEqualTo(refused(Reason.FENCED));
  }

  @Test
  void aFullTableRefusesOneMore() throws IOException {
    for (int i = 0; i < LeaseTable.MAXIMUM_INSTANCES; i++) {
      granted("cache-" + i, 0);
    }
    assertThat(register("one-more", 0)).isEqualTo(refused(Reason.TOO_MANY_INSTANCES));
    assertThat(table.live()).hasSize(LeaseTable.MAXIMUM_INSTANCES);
  }

  @Test
  void aDiskThatFailsLeavesTheHolderItsLease() throws IOException {
    LeaseId lease = granted("cache-1", 0);
    for (int i = 1; i < FencingTokens.BLOCK; i++) {
      lease = granted("cache-1", lease.token());
    }
    long last = lease.token();
    disk.failForce(1);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> granted("cache-1", last))
        .isInstanceOf(IOException.class);
    assertThat(step(new LeaseRequest.Renew(lease)).reply()).isInstanceOf(LeaseReply.Renewed.class);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> granted("cache-2", 0))
        .hasMessageContaining("restart");
  }
}
