package dev.orrery.primitives.lab.lease;

import dev.orrery.primitives.lease.Leases;

/// Makes the leases that are judged: fresh ones for each case.
@FunctionalInterface
public interface LeasesFactory {
  Leases<String> create(int maximumLeases);
}
