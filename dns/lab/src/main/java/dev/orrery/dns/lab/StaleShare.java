package dev.orrery.dns.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Clients cache an address for its TTL while the instance behind it is replaced at random
/// instants, once a minute on average. The share of uses that go to an instance that is gone is
/// counted, and beside it how many questions the server is asked.
final class StaleShare {
  private static final int USES = 200_000;
  private static final double MEAN_LIFE_SECONDS = 60;
  private static final double USES_PER_SECOND = 10;
  private static final List<Integer> TTLS = List.of(0, 1, 2, 5, 10, 20, 30, 60, 120, 300);
  private static final double PERCENT = 100;

  private StaleShare() {}

  static List<String> run(Path folder) throws IOException {
    List<Double> ttls = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    List<String> findings = new ArrayList<>();
    for (int ttl : TTLS) {
      Result result = simulate(ttl);
      ttls.add((double) ttl);
      shares.add(PERCENT * result.staleShare());
      rows.add(Plot.row(ttl, PERCENT * result.staleShare(), PERCENT * result.askedShare()));
      findings.add(
          "TTL %d s: %.1f %% of uses go to an instance that is gone, %.1f %% ask the server"
              .formatted(ttl, PERCENT * result.staleShare(), PERCENT * result.askedShare()));
    }
    Plot.write(
        folder,
        "stale-share",
        "ttl_s,stale_percent,asked_percent",
        rows,
        new Plot.Axes("TTL (s)", "stale uses (%)"),
        ttls,
        Map.of("stale", shares));
    return findings;
  }

  private record Result(double staleShare, double askedShare) {}

  private static Result simulate(int ttl) {
    Random random = new Random(1);
    double now = 0;
    double dies = exponential(random, MEAN_LIFE_SECONDS);
    long generation = 0;
    long cached = -1;
    double expires = 0;
    int stale = 0;
    int asked = 0;
    for (int i = 0; i < USES; i++) {
      now += exponential(random, 1 / USES_PER_SECOND);
      while (dies <= now) {
        generation++;
        dies += exponential(random, MEAN_LIFE_SECONDS);
      }
      if (now >= expires) {
        cached = generation;
        expires = now + ttl;
        asked++;
      }
      stale += cached == generation ? 0 : 1;
    }
    return new Result(stale / (double) USES, asked / (double) USES);
  }

  private static double exponential(Random random, double mean) {
    return -mean * Math.log(1 - random.nextDouble());
  }
}
