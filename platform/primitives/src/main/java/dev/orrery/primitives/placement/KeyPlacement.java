package dev.orrery.primitives.placement;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Which of the nodes is responsible for a key. Whoever knows the same set of nodes gives the same
/// answer, without asking anybody.
///
/// A placement is immutable: when the set of nodes changes, make a new one. An implementation to be
/// swapped in has a public constructor `(java.util.Set<String> nodes)`.
public interface KeyPlacement {
  /// The nodes for `key` in order of preference: the owner first, then where replicas go.
  ///
  /// @param count how many are wanted, at least 0
  /// @return distinct nodes; fewer than `count` when there are not as many
  List<String> nodesFor(byte[] key, int count);

  /// The same for a text key, by its UTF-8 bytes.
  default List<String> nodesFor(String key, int count) {
    return nodesFor(key.getBytes(StandardCharsets.UTF_8), count);
  }
}
