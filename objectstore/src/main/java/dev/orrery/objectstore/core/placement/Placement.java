package dev.orrery.objectstore.core.placement;

/// Which volume a new chunk goes to. The swap point `objectstore.placement`.
///
/// What an implementation keeps true: the answer is one of the volumes it was made with, and
/// depends on nothing but their set and the number; every volume gets about its share; with one
/// volume more, a number either keeps its volume or goes to the new one.
///
/// An implementation to be swapped in has a public constructor `(java.util.Set<String> volumes)`
/// for at least one volume, and is immutable.
public interface Placement {
  /// @param chunk the chunk's number
  String volumeFor(long chunk);
}
