package dev.orrery.dns.lab;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.resolver.CacheEntry;
import dev.orrery.dns.core.resolver.DnsCache;
import dev.orrery.dns.core.resolver.Trust;
import dev.orrery.dns.core.resolver.TtlCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Clients ask for names whose popularity follows Zipf's law, ten times a second. Which share does
/// the cache answer, by the TTL of the records?
final class CacheHitRatio {
  private static final int NAMES = 2_000;
  private static final int QUESTIONS = 20_000;
  private static final double QUESTIONS_PER_SECOND = 10;
  private static final double[] EXPONENTS = {0.7, 0.9, 1.1};
  private static final int[] TTLS = {1, 5, 20, 60, 300, 900, 3_600};
  private static final double PERCENT = 100;

  private CacheHitRatio() {}

  static List<String> run(Path folder) throws IOException {
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    List<Double> ttls = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    for (int ttl : TTLS) {
      ttls.add(Math.log10(ttl));
      double[] row = new double[EXPONENTS.length + 1];
      row[0] = ttl;
      for (int i = 0; i < EXPONENTS.length; i++) {
        row[i + 1] = PERCENT * hitRatio(ttl, EXPONENTS[i]);
        curves.computeIfAbsent("Zipf " + EXPONENTS[i], _ -> new ArrayList<>()).add(row[i + 1]);
      }
      rows.add(Plot.row(row));
    }
    Plot.write(
        folder,
        "cache-hit-ratio",
        "ttl_s,hit_percent_zipf_0.7,hit_percent_zipf_0.9,hit_percent_zipf_1.1",
        rows,
        new Plot.Axes("log10 of the TTL in seconds", "questions answered from the cache (%)"),
        ttls,
        curves);
    List<String> findings = new ArrayList<>();
    curves.forEach((exponent, ratios) -> {
      for (int i = 0; i < TTLS.length; i++) {
        findings.add(
            "%s, TTL %4d s: %.1f %% of questions hit".formatted(exponent, TTLS[i], ratios.get(i)));
      }
    });
    return findings;
  }

  private static double hitRatio(int ttl, double exponent) {
    double[] cumulative = new double[NAMES];
    double sum = 0;
    for (int rank = 0; rank < NAMES; rank++) {
      sum += Math.pow(rank + 1, -exponent);
      cumulative[rank] = sum;
    }
    Random random = new Random(1);
    DnsCache cache = new TtlCache(NAMES);
    double seconds = 0;
    int hits = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      seconds += -Math.log(1 - random.nextDouble()) / QUESTIONS_PER_SECOND;
      int found = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
      Name name = Name.of("n" + (found < 0 ? -found - 1 : found) + ".test");
      long now = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
      if (cache.find(name, RecordType.A, now).isPresent()) {
        hits++;
      } else {
        ResourceRecord record = ResourceRecord.of(name, RecordType.A, ttl, new Rdata.A(i));
        cache.store(
            name,
            RecordType.A,
            new CacheEntry.Records(List.of(record), Trust.AUTHORITATIVE),
            ttl,
            now);
      }
    }
    return hits / (double) QUESTIONS;
  }
}
