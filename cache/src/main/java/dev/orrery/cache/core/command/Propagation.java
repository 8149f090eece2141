package dev.orrery.cache.core.command;

import dev.orrery.cache.core.keyspace.Database;
import dev.orrery.cache.core.keyspace.Databases;
import dev.orrery.cache.core.keyspace.KeyspaceObserver;
import dev.orrery.cache.core.memory.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Passes on what changed the keyspace, as commands, to whoever keeps or copies it: the append-only
/// file, the replicas. Commands of one transaction, or that one command stands for, arrive as one
/// unit. Keys that expire or are evicted arrive as DEL.
public final class Propagation implements KeyspaceObserver {
  /// A command to be repeated elsewhere.
  public record Change(int database, Arguments arguments) {}

  /// Takes units of changes, in order.
  @FunctionalInterface
  public interface Sink {
    void take(List<Change> unit);
  }

  private final Databases databases;
  private final List<Sink> sinks = new ArrayList<>();
  private final List<Change> unit = new ArrayList<>();
  private boolean replaced;

  Propagation(Databases databases) {
    this.databases = databases;
  }

  public void addSink(Sink sink) {
    sinks.add(sink);
  }

  public void removeSink(Sink sink) {
    sinks.remove(sink);
  }

  void begin() {
    replaced = false;
  }

  void instead(int database, Arguments arguments) {
    replaced = true;
    if (!sinks.isEmpty()) {
      unit.add(new Change(database, arguments));
    }
  }

  /// A command has changed something.
  void ran(int database, Arguments arguments) {
    if (!sinks.isEmpty() && !replaced) {
      unit.add(new Change(database, arguments.copy()));
    }
  }

  /// All of the running command has been passed on already.
  void settled() {
    replaced = true;
  }

  void flush() {
    if (!unit.isEmpty()) {
      List<Change> whole = List.copyOf(unit);
      unit.clear();
      sinks.forEach(sink -> sink.take(whole));
    }
  }

  @Override
  public void touched(Database database, Bytes key) {}

  @Override
  public void departed(Database database, Bytes key, Departure why) {
    if (!sinks.isEmpty()) {
      unit.add(
          new Change(
              databases.numberOf(database),
              Arguments.of(
                  "DEL".getBytes(java.nio.charset.StandardCharsets.US_ASCII), key.array())));
    }
  }

  @Override
  public void operationEnded() {
    flush();
  }
}
