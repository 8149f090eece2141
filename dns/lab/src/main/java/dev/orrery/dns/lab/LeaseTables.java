package dev.orrery.dns.lab;

import dev.orrery.dns.core.registry.LeaseTable;
import dev.orrery.primitives.ports.Disk;
import java.io.IOException;

/// Opens a lease table on a disk, as a registry does when it starts: what the contract of
/// `dns.lease-table` is handed.
@FunctionalInterface
public interface LeaseTables {
  LeaseTable open(Disk disk, long firstRevision, long nowNanos) throws IOException;
}
