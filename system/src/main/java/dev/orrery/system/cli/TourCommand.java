package dev.orrery.system.cli;

import dev.orrery.system.client.ModelSession;
import dev.orrery.system.tour.Tour;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `./orrery tour`: one post and two reads, hop by hop.
@Command(
    name = "tour",
    mixinStandardHelpOptions = true,
    description = {
      "The guided request flow: two people sign up, one follows, posts, and the other reads twice.",
      "Starts a model when none is running. Exits 1 when a hop is missing."
    })
final class TourCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  @SuppressWarnings(
      "ClosingStandardOutputStreams") // what is closed is the session, which only writes to it
  public Integer call() throws Exception {
    Console console = new Console(System.out);
    try (ModelSession session =
        ModelSession.open(common.data, common.configuration(), System.err::println)) {
      List<String> missing = new Tour(session.client(), console::line).run();
      console.line("");
      missing.forEach(complaint -> console.line(console.red("missing: ") + complaint));
      if (missing.isEmpty()) {
        console.line(console.green("the tour is complete: every hop answered and left its trace"));
      }
      return missing.isEmpty() ? 0 : Main.FAILED;
    }
  }
}
