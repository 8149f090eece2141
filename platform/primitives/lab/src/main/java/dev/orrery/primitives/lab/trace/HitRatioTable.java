package dev.orrery.primitives.lab.trace;

import dev.orrery.primitives.eviction.EvictionPolicies;
import dev.orrery.primitives.eviction.EvictionPolicy;
import dev.orrery.primitives.eviction.WTinyLfu;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;

/// A command: the hit ratio of every policy on a trace file of yours.
///
/// ```
///   java -cp 'system/target/dist/lib/*' dev.orrery.primitives.lab.trace.HitRatioTable SIZE[,SIZE…] FILE…
/// ```
///
/// Several files are one trace, one after the other; a key weighs 1, so a size is a number of keys.
/// [Trace#read] says which formats there are.
public final class HitRatioTable {
  private static final double FIXED_WINDOW = 0.01;

  private HitRatioTable() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (arguments.length < 2) {
      out.println("usage: HitRatioTable SIZE[,SIZE…] FILE…");
      return;
    }
    List<Path> files = Arrays.stream(arguments).skip(1).map(Path::of).toList();
    List<Integer> sizes = Arrays.stream(arguments[0].split(",")).map(Integer::parseInt).toList();
    table(Trace.read(files), sizes).forEach(out::println);
  }

  /// Lines of a table: a size a line, a policy a column, hits in percent of the requests.
  public static List<String> table(Trace trace, List<Integer> sizes) {
    List<String> lines = new ArrayList<>();
    lines.add(trace.requests().size() + " requests, " + trace.distinctKeys() + " keys");
    StringBuilder head = new StringBuilder("size   ");
    policies().keySet().forEach(name -> head.append(cell(name)));
    lines.add(head.append(cell("opt")).toString());
    for (int size : sizes) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-7d", size));
      for (LongFunction<EvictionPolicy<Integer>> policy : policies().values()) {
        line.append(percent(Replay.hitPercent(policy.apply(size), trace)));
      }
      lines.add(line.append(percent(Belady.hitPercent(trace, size))).toString());
    }
    return lines;
  }

  /// The built-ins, and W-TinyLFU without its climber; `volatile-ttl` says nothing without
  /// deadlines.
  private static Map<String, LongFunction<EvictionPolicy<Integer>>> policies() {
    Map<String, LongFunction<EvictionPolicy<Integer>>> policies = new LinkedHashMap<>();
    EvictionPolicies.byName().forEach((name, maker) -> policies.put(name, maker::create));
    policies.remove("volatile-ttl");
    policies.put("fixed-window", size -> WTinyLfu.withFixedWindow(size, FIXED_WINDOW));
    return policies;
  }

  private static String percent(double percent) {
    return cell(new BigDecimal(percent).setScale(2, RoundingMode.HALF_EVEN).toString());
  }

  private static String cell(String text) {
    return String.format(Locale.ROOT, "%13s", text);
  }
}
