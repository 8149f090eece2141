package dev.orrery.social.lab.experiments;

import dev.orrery.social.timelines.fanout.FanOutStrategy;
import dev.orrery.social.timelines.fanout.HybridFanOut;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// What a threshold costs: cache calls to write one post of everybody, and to read everybody's
/// timeline some times. The network is drawn from one seed, popularity by rank (Zipf); the numbers
/// are the same everywhere.
public final class FanOutCost {
  private static final int USERS = 2_000;
  private static final int FOLLOWS_EACH = 40;
  private static final int[] THRESHOLDS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000};
  private static final int[] READS_A_POST = {1, 10, 100};

  private FanOutCost() {}

  public static Experiment experiment() {
    return new Experiment(
        "fan-out-cost",
        "How many cache calls does a network of 2,000 users make, by fan-out threshold and by how often"
            + " people read? Predict the best threshold when each post is accompanied by 10 reads.",
        FanOutCost::run);
  }

  private static List<String> run(Path folder) throws IOException {
    Map<Long, Set<Long>> following = network();
    Map<Long, List<Long>> followers = reversed(following);
    XYChart chart =
        new XYChartBuilder()
            .width(800)
            .height(500)
            .title("Cache calls for one post of everybody")
            .xAxisTitle("fan-out threshold, followers")
            .yAxisTitle("calls, thousands")
            .build();
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    StringBuilder csv = new StringBuilder("reads_a_post,threshold,write_calls,read_calls\n");
    List<String> findings = new ArrayList<>();
    for (int reads : READS_A_POST) {
      double[] thresholds = new double[THRESHOLDS.length];
      double[] calls = new double[THRESHOLDS.length];
      int best = 0;
      for (int i = 0; i < THRESHOLDS.length; i++) {
        Cost cost = cost(new HybridFanOut(THRESHOLDS[i]), following, followers);
        thresholds[i] = THRESHOLDS[i];
        calls[i] = (cost.writes() + (double) reads * cost.reads()) / 1_000;
        best = calls[i] < calls[best] ? i : best;
        csv.append(
            String.format(
                Locale.ROOT,
                "%d,%d,%d,%d%n",
                reads,
                THRESHOLDS[i],
                cost.writes(),
                reads * cost.reads()));
      }
      chart.addSeries(reads + " reads a post", thresholds, calls);
      findings.add(
          String.format(
              Locale.ROOT,
              "%d reads a post: fewest calls at threshold %d (%.0f thousand); all on read %.0f, all on write %.0f",
              reads,
              THRESHOLDS[best],
              calls[best],
              calls[0],
              calls[THRESHOLDS.length - 1]));
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("fan-out-cost.csv"), csv);
    VectorGraphicsEncoder.saveVectorGraphic(
        chart,
        folder.resolve("fan-out-cost").toString(),
        VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    return findings;
  }

  /// Calls for one post of each author, and for one read of each timeline.
  private record Cost(long writes, long reads) {}

  private static Cost cost(
      FanOutStrategy strategy, Map<Long, Set<Long>> following, Map<Long, List<Long>> followers) {
    long writes = 0;
    Set<Long> marked = new HashSet<>();
    for (long author = 1; author <= USERS; author++) {
      List<Long> known = followers.getOrDefault(author, List.of());
      FanOutStrategy.Plan plan =
          strategy.plan(
              author, known.subList(0, Math.min(known.size(), strategy.followersNeeded())));
      writes += plan.homes().size() + (plan.authorList() ? 1 : 0);
      if (plan.authorList()) {
        marked.add(author);
      }
    }
    long reads = 0;
    for (Set<Long> followees : following.values()) {
      reads += 1 + strategy.merged(List.copyOf(followees), marked).size();
    }
    return new Cost(writes, reads);
  }

  /// Everybody follows as many others, the popular ones rather: the author of rank r with weight
  /// 1/r.
  private static Map<Long, Set<Long>> network() {
    SplittableRandom random = new SplittableRandom(1);
    double[] cumulated = new double[USERS];
    double sum = 0;
    for (int i = 0; i < USERS; i++) {
      sum += 1.0 / (i + 1);
      cumulated[i] = sum;
    }
    Map<Long, Set<Long>> following = new HashMap<>();
    for (long user = 1; user <= USERS; user++) {
      Set<Long> followees = new TreeSet<>();
      while (followees.size() < FOLLOWS_EACH) {
        int place = java.util.Arrays.binarySearch(cumulated, random.nextDouble() * sum);
        long followee = (place < 0 ? -place - 1 : place) + 1L;
        if (followee != user) {
          followees.add(followee);
        }
      }
      following.put(user, followees);
    }
    return following;
  }

  private static Map<Long, List<Long>> reversed(Map<Long, Set<Long>> following) {
    Map<Long, List<Long>> followers = new HashMap<>();
    LongStream.rangeClosed(1, USERS)
        .forEach(user ->
            following
                .getOrDefault(user, Set.of())
                .forEach(followee ->
                    followers.computeIfAbsent(followee, _ -> new ArrayList<>()).add(user)));
    return followers;
  }
}
