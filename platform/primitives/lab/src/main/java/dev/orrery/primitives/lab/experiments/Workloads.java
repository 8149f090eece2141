package dev.orrery.primitives.lab.experiments;

import dev.orrery.primitives.lab.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Generated traces, each with the character of something real; the same in every run.
final class Workloads {
  private static final double SKEW = 0.9;

  private Workloads() {}

  /// `keys` keys one after the other, over and over: a nightly scan, a playlist.
  static Trace loop(int keys, int requests) {
    List<Integer> trace = new ArrayList<>(requests);
    for (int i = 0; i < requests; i++) {
      trace.add(i % keys);
    }
    return Trace.of(trace);
  }

  /// `keys` keys from first to last and back again, over and over: an elevator, a cursor scrolled
  /// up and down. What was asked for last comes back first.
  static Trace zigzag(int keys, int requests) {
    List<Integer> trace = new ArrayList<>(requests);
    int period = 2 * (keys - 1);
    for (int i = 0; i < requests; i++) {
      int step = i % period;
      trace.add(step < keys ? step : period - step);
    }
    return Trace.of(trace);
  }

  /// Keys of a Zipf distribution, of which one in `oneIn` requests is for a key never asked for
  /// before or again.
  static Trace zipfWithOneHitWonders(int keys, int requests, int oneIn) {
    Random random = new Random(1);
    double[] cumulated = cumulated(keys);
    List<Integer> trace = new ArrayList<>(requests);
    for (int i = 0; i < requests; i++) {
      trace.add(random.nextInt(oneIn) == 0 ? keys + i : draw(cumulated, random));
    }
    return Trace.of(trace);
  }

  /// Thirds: news, of which each key is asked for a few times shortly after it came up and never
  /// again; then a loop; then news again.
  static Trace shifting(int loopKeys, int requestsAThird) {
    Random random = new Random(2);
    List<Integer> trace = new ArrayList<>(3 * requestsAThird);
    addNews(trace, requestsAThird, random, 1_000_000);
    for (int i = 0; i < requestsAThird; i++) {
      trace.add(i % loopKeys);
    }
    addNews(trace, requestsAThird, random, 2_000_000);
    return Trace.of(trace);
  }

  private static void addNews(List<Integer> trace, int requests, Random random, int firstKey) {
    int lifetime = 300;
    for (int i = 0; i < requests; i++) {
      trace.add(firstKey + i / 3 - random.nextInt(lifetime));
    }
  }

  private static double[] cumulated(int keys) {
    double[] cumulated = new double[keys];
    double sum = 0;
    for (int rank = 0; rank < keys; rank++) {
      sum += Math.pow(rank + 1, -SKEW);
      cumulated[rank] = sum;
    }
    return cumulated;
  }

  private static int draw(double[] cumulated, Random random) {
    double drawn = random.nextDouble() * cumulated[cumulated.length - 1];
    int found = Arrays.binarySearch(cumulated, drawn);
    return Math.min(cumulated.length - 1, found >= 0 ? found : -found - 1);
  }
}
