package dev.orrery.primitives.singleflight;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;

/// One flight a key: the first caller flies, those who come meanwhile wait for it to land.
///
/// The map holds the flights in the air. The key is freed before the result is published, so
/// whoever has seen the result of a flight and asks again starts a new one.
public final class SingleFlight<K, V> implements CoalescedLoad<K, V> {
  private final ConcurrentMap<K, CompletableFuture<V>> inTheAir = new ConcurrentHashMap<>();

  @Override
  public V load(K key, Callable<? extends V> loader) throws Exception {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> flying = inTheAir.putIfAbsent(key, mine);
    return flying == null ? lead(key, loader, mine) : follow(flying);
  }

  private V lead(K key, Callable<? extends V> loader, CompletableFuture<V> mine) throws Exception {
    V value;
    try {
      value = loader.call();
    } catch (Throwable failure) {
      inTheAir.remove(key, mine);
      mine.completeExceptionally(failure);
      throw failure;
    }
    inTheAir.remove(key, mine);
    mine.complete(value);
    return value;
  }

  private static <V> V follow(CompletableFuture<V> flying) throws Exception {
    try {
      return flying.get();
    } catch (ExecutionException wrapped) {
      switch (wrapped.getCause()) {
        case Exception failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw wrapped;
      }
    }
  }
}
