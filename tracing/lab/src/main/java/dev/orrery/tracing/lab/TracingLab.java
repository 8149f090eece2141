package dev.orrery.tracing.lab;

import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.util.List;

/// The manifest.
public final class TracingLab implements Lab {
  @Override
  public String component() {
    return "tracing";
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "critical-path",
            "You will be able to say which span of a trace must become faster for the request to"
                + " become faster.",
            "A request calls A (1-7) and B (2-9) at once and ends at 10. By how much does the"
                + " request end earlier if A takes no time at all? If B does?",
            List.of(
                "the segments tile the root's interval",
                "a segment lies inside its span's interval",
                "nobody waits for an asynchronous span"),
            "/dev/orrery/tracing/lab/stubs/MyCriticalPath.java.stub",
            "MyCriticalPath",
            CriticalPathSwapPoint.NAME,
            CriticalPathSwapPoint.LAST_FINISHING,
            List.of(
                "Write explain(node, from, until): it adds the segments of one window and calls"
                    + " itself for each child on the path.",
                "Keep a cursor that starts at until. Sort the children by their end, last first;"
                    + " take one only if its (cut) end is not after the cursor; then the cursor"
                    + " moves to its (cut) start.",
                "Cut with Math.max(child.startNanos(), from) and Math.min(child.endNanos(), until)."
                    + " Of equal ends take the later start, of equal starts the greater"
                    + " span().id().")));
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(
        new Experiment(
            "tail-latency",
            "One request in fifty waits half a second. Predict: by how much does the average of a"
                + " window show it, by how much the median, the p95, the p99? And what does the"
                + " average of ten instances' p99 say when one instance is slow?",
            TailLatency::run),
        new Experiment(
            "head-sampling",
            "One request in a thousand fails; of a hundred thousand requests a share is traced,"
                + " chosen before anything is known of them. Predict: how many failures are left to"
                + " look at with 10 %, 1 %, 0.1 %?",
            HeadSampling::run));
  }
}
