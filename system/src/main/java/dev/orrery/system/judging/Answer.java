package dev.orrery.system.judging;

import dev.orrery.system.judging.Outcome.Accepted;
import dev.orrery.system.judging.Outcome.NotCompiled;
import dev.orrery.system.judging.Outcome.Rejected;
import dev.orrery.system.judging.Outcome.Stopped;
import dev.orrery.system.judging.Outcome.Unfit;
import java.io.IOException;

/// An [Outcome] as a [Message], and back.
final class Answer {
  private Answer() {}

  static Message of(Outcome outcome) {
    return switch (outcome) {
      case Accepted accepted ->
          Message.of("accepted")
              .with("cases", accepted.cases())
              .with("last-seed", accepted.lastSeed());
      case Rejected rejected ->
          Message.of("rejected")
              .with("law", rejected.law())
              .with("story", rejected.story())
              .with("reason", rejected.reason())
              .with("seed", rejected.seed())
              .with("where", rejected.where())
              .with("printed", rejected.printed());
      case Stopped stopped ->
          Message.of("stopped")
              .with("why", stopped.why())
              .with("law", stopped.law())
              .with("story", stopped.story())
              .with("where", stopped.where())
              .with("printed", stopped.printed());
      case NotCompiled refused -> Message.of("not-compiled").with("messages", refused.messages());
      case Unfit unfit -> Message.of("unfit").with("why", unfit.why());
    };
  }

  /// @throws IOException when the message is no outcome
  static Outcome read(Message message) throws IOException {
    return switch (message.kind()) {
      case "accepted" ->
          new Accepted(
              Math.toIntExact(message.number("cases")),
              Math.toIntExact(message.number("last-seed")));
      case "rejected" ->
          new Rejected(
              message.text("law"),
              message.text("story"),
              message.text("reason"),
              message.number("seed"),
              message.text("where"),
              message.text("printed"));
      case "stopped" ->
          new Stopped(
              message.text("why"),
              message.text("law"),
              message.text("story"),
              message.text("where"),
              message.text("printed"));
      case "not-compiled" -> new NotCompiled(message.text("messages"));
      case "unfit" -> new Unfit(message.text("why"));
      default -> throw new IOException("no outcome: " + message.kind());
    };
  }
}
