package dev.orrery.identity.lab.experiments;

import dev.orrery.identity.core.refresh.RefreshFamily;
import dev.orrery.identity.core.refresh.RefreshRotation;
import dev.orrery.identity.core.refresh.RefreshRotation.Outcome;
import dev.orrery.identity.core.refresh.SingleUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// How long a stolen refresh token serves its thief, in virtual time: once where each token serves
/// once, and once where a token is good until it expires.
public final class TokenTheft {
  private static final int[] HOLDER_EVERY_MINUTES = {15, 30, 60, 120, 240, 480, 1_440};
  private static final int THIEF_EVERY_MINUTES = 15;
  private static final long LIFE_MINUTES = 30L * 24 * 60;
  private static final int THEFTS = 500;
  private static final int SEED = 1;

  private TokenTheft() {}

  /// Writes `token-theft.csv` and `token-theft.svg`.
  public static List<String> run(Path folder) throws IOException {
    Files.createDirectories(folder);
    SingleUse once = new SingleUse();
    RefreshRotation kept =
        (family, presented, next, now) -> once.use(family, presented, family.currentHash(), now);
    List<String> lines = new ArrayList<>(List.of("holder_every_minutes,single_use,never_rotated"));
    double[] x = new double[HOLDER_EVERY_MINUTES.length];
    double[] single = new double[x.length];
    double[] never = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = HOLDER_EVERY_MINUTES[i];
      single[i] = meanMinutes(once, HOLDER_EVERY_MINUTES[i], true);
      never[i] = meanMinutes(kept, HOLDER_EVERY_MINUTES[i], false);
      lines.add(String.format(Locale.ROOT, "%.0f,%.1f,%.1f", x[i], single[i], never[i]));
    }
    Files.write(folder.resolve("token-theft.csv"), lines);
    XYChart chart =
        new XYChartBuilder()
            .title("How long a stolen refresh token serves")
            .xAxisTitle("the holder refreshes every … minutes")
            .yAxisTitle("minutes until the thief is refused")
            .build();
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    chart.addSeries("each token serves once", x, single);
    chart.addSeries("good until it expires", x, never);
    VectorGraphicsEncoder.saveVectorGraphic(
        chart,
        folder.resolve("token-theft").toString(),
        VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    return List.of(
        String.format(
            Locale.ROOT,
            "a holder who refreshes every hour: %.0f minutes with single use, %.0f without",
            single[2],
            never[2]),
        "single use ends the thief's access at the holder's next refresh, or the other way round");
  }

  private static double meanMinutes(RefreshRotation rotation, int holderEvery, boolean rotates) {
    SplittableRandom random = new SplittableRandom(SEED);
    double total = 0;
    for (int theft = 0; theft < THEFTS; theft++) {
      total += minutes(rotation, holderEvery, 1 + random.nextInt(holderEvery), rotates);
    }
    return total / THEFTS;
  }

  /// One theft, at minute 0: thief and holder have the same token; the holder refreshes first at
  /// `holderFirst`.
  private static long minutes(
      RefreshRotation rotation, int holderEvery, int holderFirst, boolean rotates) {
    RefreshFamily family = new RefreshFamily(1, "stolen", 0, false, LIFE_MINUTES);
    String holder = "stolen";
    String thief = "stolen";
    for (long minute = 1; ; minute++) {
      if (minute % THIEF_EVERY_MINUTES == 0) {
        Outcome outcome = rotation.use(family, thief, "t" + minute, minute);
        if (!(outcome instanceof Outcome.Rotated(RefreshFamily next))) {
          return minute;
        }
        family = next;
        thief = rotates ? "t" + minute : thief;
      }
      if ((minute - holderFirst) % holderEvery == 0) {
        switch (rotation.use(family, holder, "h" + minute, minute)) {
          case Outcome.Rotated(RefreshFamily next) -> {
            family = next;
            holder = rotates ? "h" + minute : holder;
          }
          case Outcome.Reused(RefreshFamily ended) -> family = ended;
          case Outcome.Refused() -> {}
        }
      }
    }
  }
}
