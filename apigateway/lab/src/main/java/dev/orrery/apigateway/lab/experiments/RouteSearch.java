package dev.orrery.apigateway.lab.experiments;

import dev.orrery.apigateway.core.routing.OrderedList;
import dev.orrery.apigateway.core.routing.RouteMatcher;
import dev.orrery.apigateway.core.routing.RoutePattern;
import dev.orrery.apigateway.core.routing.SegmentTrie;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// What a search costs as an API grows: each resource adds the five routes that resources have, and
/// the paths asked for are spread evenly over all of them. Every figure is the median of some
/// rounds, after a warm-up of as many.
public final class RouteSearch {
  private static final int[] RESOURCES = {2, 5, 10, 20, 50, 100, 200};
  private static final int ROUTES_A_RESOURCE = 5;
  private static final int SEARCHES = 500;
  private static final int ROUNDS = 5;

  private RouteSearch() {}

  public static Experiment experiment() {
    return new Experiment(
        "route-search",
        "A tree with a segment on each edge, against a list tried from the front. How much longer"
            + " does each search when an API has a hundred times as many routes, and is the list"
            + " ever the faster of the two?",
        RouteSearch::run);
  }

  static List<String> run(Path folder) throws IOException {
    Map<String, Function<List<RoutePattern>, RouteMatcher>> matchers = new LinkedHashMap<>();
    matchers.put("trie", SegmentTrie::new);
    matchers.put("ordered", OrderedList::new);
    double[] routes =
        Arrays.stream(RESOURCES).mapToDouble(count -> ROUTES_A_RESOURCE * count).toArray();
    XYChart chart =
        new XYChartBuilder()
            .width(800)
            .height(500)
            .title("One search")
            .xAxisTitle("routes")
            .yAxisTitle("nanoseconds, median")
            .build();
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    List<String> csv = new ArrayList<>(List.of("matcher,routes,nanos"));
    List<String> findings = new ArrayList<>();
    matchers.forEach((name, factory) -> {
      double[] nanos =
          Arrays.stream(RESOURCES).mapToDouble(count -> nanosEach(factory, count)).toArray();
      chart.addSeries(name, routes, nanos);
      for (int i = 0; i < nanos.length; i++) {
        csv.add(String.format(Locale.ROOT, "%s,%.0f,%.0f", name, routes[i], nanos[i]));
      }
      findings.add(
          String.format(
              Locale.ROOT,
              "%-8s %.0f ns with %.0f routes, %.0f ns with %.0f",
              name,
              nanos[0],
              routes[0],
              nanos[nanos.length - 1],
              routes[routes.length - 1]));
    });
    Files.createDirectories(folder);
    Files.write(folder.resolve("route-search.csv"), csv);
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, folder.resolve("route-search").toString(), VectorGraphicsFormat.SVG);
    return findings;
  }

  private static double nanosEach(
      Function<List<RoutePattern>, RouteMatcher> factory, int resources) {
    RouteMatcher matcher = factory.apply(routes(resources));
    List<String> paths = paths(resources);
    double[] rounds = new double[ROUNDS];
    long found = 0;
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < SEARCHES; i++) {
        RouteMatcher.Outcome outcome = matcher.match("GET", paths.get(i % paths.size()));
        found += outcome instanceof RouteMatcher.Outcome.Found ? 1 : 0;
      }
      rounds[Math.max(0, round)] = (double) (System.nanoTime() - start) / SEARCHES;
    }
    if (found != 2L * ROUNDS * SEARCHES) {
      throw new IllegalStateException("some paths were not found");
    }
    Arrays.sort(rounds);
    return rounds[ROUNDS / 2];
  }

  private static List<RoutePattern> routes(int resources) {
    List<RoutePattern> routes = new ArrayList<>();
    for (int i = 0; i < resources; i++) {
      String name = "/v1/things" + i;
      routes.add(RoutePattern.of("GET", name));
      routes.add(RoutePattern.of("POST", name));
      routes.add(RoutePattern.of("GET", name + "/{id}"));
      routes.add(RoutePattern.of("DELETE", name + "/{id}"));
      routes.add(RoutePattern.of("GET", name + "/{id}/parts"));
    }
    return routes;
  }

  private static List<String> paths(int resources) {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < resources; i++) {
      paths.add("/v1/things" + i);
      paths.add("/v1/things" + i + "/42");
      paths.add("/v1/things" + i + "/42/parts");
    }
    return paths;
  }
}
