package dev.orrery.search.core.index;

import dev.orrery.search.core.SearchException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/// Where work on shards is done: an engine blocks on files, so its calls want threads of their own,
/// and a core has none. Thread-safe.
public interface EngineWork {
  /// Runs the tasks, side by side where it can; returns their results in order once all have ended.
  ///
  /// @throws IOException or what else the first failed one threw
  <T> List<T> all(List<Callable<T>> tasks) throws IOException;

  /// Runs a request if there is room for it.
  ///
  /// @throws SearchException.TooBusy when there is none
  <T> T admit(Callable<T> request) throws IOException;
}
