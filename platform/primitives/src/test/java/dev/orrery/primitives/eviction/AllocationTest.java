package dev.orrery.primitives.eviction;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A read of a resident key makes no garbage, under any policy.
class AllocationTest {
  private static final int RESIDENTS = 500;
  private static final int WARM_UP = 20_000;
  private static final int READS = 100_000;

  /// Of all reads together: what the measurement itself takes, and then some.
  private static final long ALLOWED_BYTES = READS / 4;

  @TestFactory
  Stream<DynamicTest> aReadOfAResidentAllocatesNothing() {
    return EvictionPolicies.byName().entrySet().stream()
        .map(builtIn ->
            dynamicTest(builtIn.getKey(), () -> readsAllocateNothing(builtIn.getValue())));
  }

  private static void readsAllocateNothing(EvictionPolicies.Maker maker) {
    EvictionPolicy<Integer> policy = maker.create(RESIDENTS);
    List<Integer> keys = new ArrayList<>();
    for (int key = 0; key < RESIDENTS; key++) {
      keys.add(key);
      policy.access(keys.getLast(), 1);
    }
    read(policy, keys, WARM_UP);
    long before = allocatedBytes();
    read(policy, keys, READS);
    long allocated = allocatedBytes() - before;
    assertTrue(allocated < ALLOWED_BYTES, () -> READS + " reads allocated " + allocated + " bytes");
  }

  private static void read(EvictionPolicy<Integer> policy, List<Integer> keys, int times) {
    Random random = new Random(3);
    for (int i = 0; i < times; i++) {
      policy.access(keys.get(random.nextInt(keys.size())), 1);
    }
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
