package dev.orrery.dns.lab;

import dev.orrery.dns.core.registry.FencingTokens;
import dev.orrery.dns.core.registry.LeaseTable;
import dev.orrery.dns.core.registry.OrderedLeaseTable;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;

/// Swap point `dns.lease-table`.
public final class LeaseTableSwap implements SwapPoint<LeaseTables> {
  private static final LeaseTables ORDERED =
      (disk, revision, now) -> new OrderedLeaseTable(FencingTokens.open(disk), revision, now);

  @Override
  public String name() {
    return "dns.lease-table";
  }

  @Override
  public String summary() {
    return "who holds which instance name until when";
  }

  @Override
  public Class<?> type() {
    return LeaseTable.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (FencingTokens tokens, long firstRevision, long nowNanos)";
  }

  @Override
  public LeaseTables instantiate(Class<?> implementation) throws ReflectiveOperationException {
    Constructor<? extends LeaseTable> constructor =
        implementation
            .asSubclass(LeaseTable.class)
            .getConstructor(FencingTokens.class, long.class, long.class);
    return (disk, revision, now) -> {
      try {
        return constructor.newInstance(FencingTokens.open(disk), revision, now);
      } catch (InvocationTargetException failed) {
        throw new IOException("the constructor threw " + failed.getCause(), failed);
      } catch (ReflectiveOperationException unusable) {
        throw new IOException(unusable);
      }
    };
  }

  @Override
  public Contract<LeaseTables> contract() {
    return LeaseTableContract.any();
  }

  @Override
  public Map<String, Contract<LeaseTables>> named() {
    return Map.of();
  }

  @Override
  public Map<String, LeaseTables> builtIns() {
    return Map.of("ordered", ORDERED);
  }

  @Override
  public List<WrongTwin<LeaseTables>> wrongTwins() {
    return List.of(
        twin(
            "renews-lapsed",
            "renews a lease that has lapsed when nobody else took the name",
            (disk, revision, now) ->
                new WrongLeaseTables.RenewsLapsed(ORDERED.open(disk, revision, now))),
        twin(
            "forgetful-tokens",
            "keeps the tokens' high-water mark in memory, so a restart hands them out again",
            (disk, revision, now) ->
                ORDERED.open(new dev.orrery.testkit.disk.CrashDisk(1), revision, now)),
        twin(
            "late-lapse",
            "lets leases lapse a millisecond after their end",
            (disk, revision, now) -> new WrongLeaseTables.Late(ORDERED.open(disk, revision, now))),
        twin(
            "first-come-never",
            "lets anybody take over a name that a live lease holds",
            (disk, revision, now) ->
                new WrongLeaseTables.TakesAnyOver(ORDERED.open(disk, revision, now))),
        twin(
            "deregisters-by-name",
            "ends whatever lease holds the name, also when an older one is named",
            (disk, revision, now) ->
                new WrongLeaseTables.DeregistersByName(ORDERED.open(disk, revision, now))),
        twin(
            "unfenced",
            "says that a lease has lapsed where it was taken over",
            (disk, revision, now) ->
                new WrongLeaseTables.Unfenced(ORDERED.open(disk, revision, now))));
  }

  private static WrongTwin<LeaseTables> twin(String name, String mistake, LeaseTables subject) {
    return new WrongTwin<>(name, mistake, Contract.ANY, subject);
  }
}
