package dev.orrery.primitives.lab.sketch;

import dev.orrery.primitives.sketch.FrequencySketch;

/// Makes the sketches that are judged: a fresh one for each case.
@FunctionalInterface
public interface SketchFactory {
  FrequencySketch<String> create(int expectedKeys);
}
