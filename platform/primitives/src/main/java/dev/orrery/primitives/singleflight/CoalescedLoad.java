package dev.orrery.primitives.singleflight;

import java.util.concurrent.Callable;

/// Loads of one key that come at the same time become one.
///
/// An implementation to be swapped in has a public constructor without arguments. Thread-safe.
///
/// @param <K> the key
/// @param <V> what is loaded, not null
public interface CoalescedLoad<K, V> {
  /// Runs `loader`, or waits for the run of another caller for an equal key and shares its result.
  /// Nothing is kept: a call after that run has ended loads again, also when it had failed.
  ///
  /// @throws Exception what the loader that ran threw; the same object for all who shared it
  /// @throws InterruptedException when interrupted while waiting; the load goes on for the others
  V load(K key, Callable<? extends V> loader) throws Exception;
}
