package dev.orrery.log.lab;

import dev.orrery.log.core.group.CoordinatorOptions;
import dev.orrery.log.core.group.GroupCoordinator;
import dev.orrery.log.core.group.GroupInput;
import dev.orrery.log.core.group.GroupReply;
import dev.orrery.log.core.group.StickyAssignor;
import dev.orrery.log.core.partition.TopicPartition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// A rebalance in virtual time: the coordinator itself, members that beat when told to, and a count
/// of partitions owned at every moment.
final class RebalanceExperiment {
  private static final int PARTITIONS = 12;
  private static final int STEP_MILLIS = 20;
  private static final int DEATH_AT = 5_000;
  private static final int JOIN_AT = 15_000;
  private static final int END_AT = 20_000;

  private static final class Member {
    final String id;
    int epoch;
    long nextHeartbeat;
    boolean dead;
    Set<TopicPartition> owned = new TreeSet<>();

    Member(String id, long firstHeartbeat) {
      this.id = id;
      this.nextHeartbeat = firstHeartbeat;
    }
  }

  private RebalanceExperiment() {}

  static List<String> run(Path folder) throws IOException {
    GroupCoordinator coordinator =
        new GroupCoordinator(new StickyAssignor(), CoordinatorOptions.DEFAULTS);
    coordinator.step(new GroupInput.TopicCreated("orders", PARTITIONS), 0);
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      members.add(new Member("member-" + i, i * 100L));
    }
    members.add(new Member("member-4", JOIN_AT));
    List<String> lines =
        new ArrayList<>(List.of("ms,member-0,member-1,member-2,member-3,member-4"));
    List<List<Double>> series = new ArrayList<>();
    members.forEach(it -> series.add(new ArrayList<>()));
    long orphanedUntil = 0;
    int moved = 0;
    for (long now = 0; now <= END_AT; now += STEP_MILLIS) {
      for (Member member : members) {
        if (now >= DEATH_AT && member.id.equals("member-0")) {
          member.dead = true;
          member.owned = Set.of();
        }
        if (!member.dead && now >= member.nextHeartbeat) {
          moved += heartbeat(coordinator, member, now, now > JOIN_AT);
        }
      }
      int owned = members.stream().mapToInt(it -> it.owned.size()).sum();
      if (now >= DEATH_AT && now < JOIN_AT && owned < PARTITIONS) {
        orphanedUntil = now;
      }
      StringBuilder line = new StringBuilder().append(now);
      for (int i = 0; i < members.size(); i++) {
        line.append(',').append(members.get(i).owned.size());
        series.get(i).add((double) members.get(i).owned.size());
      }
      lines.add(line.toString());
    }
    Files.write(folder.resolve("rebalance-timeline.csv"), lines);
    draw(folder, members, series);
    return List.of(
        "after the death of member-0 its partitions had no owner for "
            + (orphanedUntil + STEP_MILLIS - DEATH_AT)
            + " ms (session time-out "
            + CoordinatorOptions.DEFAULTS.defaultSessionMillis()
            + " ms)",
        "after member-4 joined, " + moved + " of " + PARTITIONS + " partitions were let go of");
  }

  /// Returns how many partitions the member let go of, when `counting`.
  private static int heartbeat(
      GroupCoordinator coordinator, Member member, long now, boolean counting) {
    GroupReply reply =
        coordinator
            .step(
                new GroupInput.Heartbeat(
                    "g", member.id, member.epoch, false, Set.of("orders"), member.owned, 0),
                now)
            .reply();
    if (!(reply instanceof GroupReply.Assigned assigned)) {
      throw new IllegalStateException(member.id + ": " + reply);
    }
    Set<TopicPartition> gone = new TreeSet<>(member.owned);
    gone.removeAll(assigned.assigned());
    member.epoch = assigned.memberEpoch();
    member.owned = assigned.assigned();
    member.nextHeartbeat = now + assigned.heartbeatIntervalMillis();
    return counting ? gone.size() : 0;
  }

  private static void draw(Path folder, List<Member> members, List<List<Double>> series)
      throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .title("Twelve partitions: a death at 5 s, a newcomer at 15 s")
            .xAxisTitle("seconds")
            .yAxisTitle("partitions owned")
            .build();
    double[] seconds = new double[series.getFirst().size()];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = i * STEP_MILLIS / 1_000.0;
    }
    for (int i = 0; i < members.size(); i++) {
      double[] counts = series.get(i).stream().mapToDouble(Double::doubleValue).toArray();
      chart.addSeries(members.get(i).id, seconds, counts).setMarker(SeriesMarkers.NONE);
    }
    VectorGraphicsEncoder.saveVectorGraphic(
        chart,
        folder.resolve("rebalance-timeline").toString(),
        VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
  }
}
