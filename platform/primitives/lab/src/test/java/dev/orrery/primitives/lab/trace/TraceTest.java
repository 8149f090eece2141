package dev.orrery.primitives.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.primitives.eviction.Lru;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trace files are read as they are meant, and the ceiling is the ceiling.
class TraceTest {
  @Test
  void readsEveryFormatAndJoinsFiles(@TempDir Path folder) throws IOException {
    Path lines = Files.writeString(folder.resolve("a.trace"), "7\n*\n\n 9 \n7\n");
    Path blocks = Files.writeString(folder.resolve("b.lis"), "10 3 0 1\n11 1 0 2\n");
    Path longs = folder.resolve("c.i64.gz");
    try (OutputStream raw = Files.newOutputStream(longs);
        DataOutputStream out = new DataOutputStream(new GZIPOutputStream(raw))) {
      out.writeLong(1L << 40);
      out.writeLong(-1);
      out.writeLong(1L << 40);
    }
    assertThat(Trace.read(List.of(lines))).isEqualTo(new Trace(List.of(0, 1, 0), 2));
    assertThat(Trace.read(List.of(blocks))).isEqualTo(new Trace(List.of(0, 1, 2, 1), 3));
    assertThat(Trace.read(List.of(longs, longs)))
        .isEqualTo(new Trace(List.of(0, 1, 0, 0, 1, 0), 2));
  }

  @Test
  void theTableHasALineForEachSize(@TempDir Path folder) throws IOException {
    Path file =
        Files.write(
            folder.resolve("t"), "a\nb\na\nb\na\nc\nb\na\n".getBytes(StandardCharsets.UTF_8));
    List<String> table = HitRatioTable.table(Trace.read(List.of(file)), List.of(1, 2));
    assertThat(table).hasSize(4);
    assertThat(table.getFirst()).isEqualTo("8 requests, 3 keys");
    assertThat(table.get(1)).contains("sieve").contains("w-tinylfu").endsWith("opt");
    assertThat(table.getLast()).startsWith("2 ").endsWith("50.00");
  }

  @Test
  void nobodyHitsMoreOftenThanTheCeilingAndSomebodyHitsAsOften() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      List<Integer> keys = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        keys.add(random.nextInt(4));
      }
      Trace trace = Trace.of(keys);
      int best = bestHits(trace.requests(), 0, Set.of(), 2, false);
      assertThat(Belady.hitPercent(trace, 2)).isEqualTo(100.0 * best / keys.size());
      assertThat(Belady.hitsMayRefuse(trace, 2))
          .isEqualTo(bestHits(trace.requests(), 0, Set.of(), 2, true));
      assertThat(Replay.hitPercent(new Lru<>(2), trace))
          .isLessThanOrEqualTo(Belady.hitPercent(trace, 2));
    }
  }

  /// Tries everything.
  private static int bestHits(
      List<Integer> requests, int from, Set<Integer> resident, int capacity, boolean mayRefuse) {
    if (from == requests.size()) {
      return 0;
    }
    Integer key = requests.get(from);
    if (resident.contains(key)) {
      return 1 + bestHits(requests, from + 1, resident, capacity, mayRefuse);
    }
    Set<Integer> with = new HashSet<>(resident);
    with.add(key);
    if (with.size() <= capacity) {
      return bestHits(requests, from + 1, with, capacity, mayRefuse);
    }
    int best = 0;
    for (Integer victim : with) {
      if (mayRefuse || !victim.equals(key)) {
        Set<Integer> left = new HashSet<>(with);
        left.remove(victim);
        best = Math.max(best, bestHits(requests, from + 1, left, capacity, mayRefuse));
      }
    }
    return best;
  }
}
