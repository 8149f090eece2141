package dev.orrery.testkit.lab;

import java.util.List;

/// A component's lab. Found through [java.util.ServiceLoader]; a public class with a public
/// constructor without arguments.
public interface Lab {
  /// E.g. `cache`.
  String component();

  List<Exercise> exercises();

  List<Experiment> experiments();
}
