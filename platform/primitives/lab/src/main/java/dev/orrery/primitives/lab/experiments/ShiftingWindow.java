package dev.orrery.primitives.lab.experiments;

import dev.orrery.primitives.eviction.EvictionPolicy;
import dev.orrery.primitives.eviction.Lru;
import dev.orrery.primitives.eviction.WTinyLfu;
import dev.orrery.primitives.lab.trace.Belady;
import dev.orrery.primitives.lab.trace.Replay;
import dev.orrery.primitives.lab.trace.Trace;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What an adaptive window is worth when the workload changes under it.
public final class ShiftingWindow {
  private static final String NAME = "shifting-window";
  private static final int CAPACITY = 200;
  private static final int LOOP_KEYS = 400;
  private static final int REQUESTS_A_THIRD = 80_000;
  private static final int PARTS = 48;

  private ShiftingWindow() {}

  public static Experiment experiment() {
    return new Experiment(
        NAME,
        "News (each key popular for a moment), then a loop, then news again, and 200 keys fit. A window"
            + " of 1 % is right for the loop, one of 80 % for the news. How near to the better of the"
            + " two does a window come that moves, and how long does it take to move?",
        ShiftingWindow::run);
  }

  private static List<String> run(Path folder) throws IOException {
    Trace trace = Workloads.shifting(LOOP_KEYS, REQUESTS_A_THIRD);
    Map<String, EvictionPolicy<Integer>> policies = new LinkedHashMap<>();
    WTinyLfu<Integer> adaptive = new WTinyLfu<>(CAPACITY);
    policies.put("lru", new Lru<>(CAPACITY));
    policies.put("window 1 %", WTinyLfu.withFixedWindow(CAPACITY, 0.01));
    policies.put("window 80 %", WTinyLfu.withFixedWindow(CAPACITY, 0.8));
    policies.put("adaptive", adaptive);
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    List<String> findings = new ArrayList<>();
    policies.forEach((name, policy) -> {
      List<Double> window = new ArrayList<>();
      List<Double> hits =
          Replay.hitPercents(
              policy, trace, PARTS, () -> window.add(100.0 * adaptive.windowBytes() / CAPACITY));
      curves.put(name, hits);
      if (policy == adaptive) {
        curves.put("adaptive: size of the window, %", window);
      }
      findings.add(
          String.format(
              Locale.ROOT,
              "%-12s %5.1f %% hits",
              name,
              hits.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
    });
    findings.add(
        String.format(
            Locale.ROOT, "%-12s %5.1f %% hits", "opt", Belady.hitPercent(trace, CAPACITY)));
    List<Double> x = new ArrayList<>();
    for (int part = 1; part <= PARTS; part++) {
      x.add((double) part * trace.requests().size() / PARTS);
    }
    new Chart("News, a loop, news: 200 keys fit", "requests", "%", x, curves, Chart.Axis.LINEAR)
        .write(folder, NAME);
    return findings;
  }
}
