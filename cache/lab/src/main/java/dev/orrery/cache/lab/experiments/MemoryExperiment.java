package dev.orrery.cache.lab.experiments;

import dev.orrery.cache.core.keyspace.Keyspace;
import dev.orrery.cache.core.keyspace.Keyspace.Condition;
import dev.orrery.cache.core.keyspace.SortedListChange;
import dev.orrery.cache.core.keyspace.SortedListChange.Precondition;
import dev.orrery.cache.core.keyspace.StringValue;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SkipList;
import dev.orrery.cache.core.sortedlist.SortedArray;
import dev.orrery.cache.core.sortedlist.SortedList;
import dev.orrery.primitives.eviction.Lru;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;

/// What an entry costs, as the cache accounts it and as the heap shows it: the slope between two
/// sizes.
public final class MemoryExperiment {
  private static final int SMALL = 40_000;
  private static final int LARGE = 120_000;
  private static final int LIST_LENGTH = 100;
  private static final int COLLECTIONS = 5;

  private MemoryExperiment() {}

  /// `memory`.
  public static Experiment experiment() {
    return new Experiment(
        "memory",
        "A counter has a key of 10 bytes and a value of 5. How many bytes of heap does it take? And"
            + " one member of 8 bytes in a sorted list? Predict, then compare what is accounted with"
            + " what the heap shows.",
        MemoryExperiment::run);
  }

  private record Cost(String entry, double accounted, double measured) {}

  private static List<String> run(Path folder) throws IOException {
    List<Cost> costs =
        List.of(
            cost("counter", SkipList::new, 1, MemoryExperiment::counter),
            cost("100-byte value, 1 h to live", SkipList::new, 1, MemoryExperiment::session),
            cost("skip list member", SkipList::new, LIST_LENGTH, MemoryExperiment::timeline),
            cost("sorted array member", SortedArray::new, LIST_LENGTH, MemoryExperiment::timeline));
    List<String> csv = new ArrayList<>(List.of("entry,accounted_bytes,measured_bytes"));
    List<String> findings = new ArrayList<>();
    for (Cost cost : costs) {
      csv.add(
          String.format(
              Locale.ROOT, "\"%s\",%.1f,%.1f", cost.entry, cost.accounted, cost.measured));
      findings.add(
          String.format(
              Locale.ROOT,
              "%s: %.0f bytes accounted, %.0f measured",
              cost.entry,
              cost.accounted,
              cost.measured));
    }
    Files.createDirectories(folder);
    Files.write(folder.resolve("memory.csv"), csv);
    draw(costs, folder.resolve("memory.svg"));
    return findings;
  }

  private static void draw(List<Cost> costs, Path file) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .title("Bytes per entry")
            .yAxisTitle("bytes")
            .width(900)
            .height(500)
            .build();
    List<String> entries = costs.stream().map(Cost::entry).toList();
    chart.addSeries("accounted", entries, costs.stream().map(Cost::accounted).toList());
    chart.addSeries("measured", entries, costs.stream().map(Cost::measured).toList());
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, file.toString(), VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
  }

  private static Cost cost(
      String entry, Supplier<SortedList> lists, int step, ObjIntConsumer<Keyspace> fill) {
    Keyspace keyspace = new Keyspace(new Lru<>(1L << 40), lists, StandingTime.INSTANCE);
    IntStream.range(0, SMALL / step).forEach(i -> fill.accept(keyspace, i));
    long heapBefore = usedHeap();
    long accountedBefore = keyspace.stats().usedBytes();
    IntStream.range(SMALL / step, LARGE / step).forEach(i -> fill.accept(keyspace, i));
    double entries = LARGE - SMALL;
    double measured = (usedHeap() - heapBefore) / entries;
    return new Cost(entry, (keyspace.stats().usedBytes() - accountedBefore) / entries, measured);
  }

  private static long usedHeap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return used;
  }

  private static void counter(Keyspace keyspace, int number) {
    keyspace.set(
        Bytes.of("count:%04x".formatted(number)), StringValue.of(10_000), 0, Condition.ALWAYS);
  }

  private static void session(Keyspace keyspace, int number) {
    keyspace.set(
        Bytes.of("session:%08x".formatted(number)),
        StringValue.of(new byte[100]),
        3_600_000,
        Condition.ALWAYS);
  }

  private static void timeline(Keyspace keyspace, int number) {
    List<ScoredMember> members =
        IntStream.range(0, LIST_LENGTH)
            .mapToObj(i -> new ScoredMember(Bytes.of("%08x".formatted(i)), i))
            .toList();
    keyspace.change(
        new SortedListChange(
            Bytes.of("timeline:" + number), members, List.of(), 0, 0, Precondition.NONE));
  }
}
