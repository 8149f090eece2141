package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.RecordType;
import java.util.ArrayList;
import java.util.List;

/// A question of one or more clients under way: who waits for it, and by when it must be answered.
final class Walk {
  /// What makes two questions the same.
  record Key(Name name, RecordType type) {}

  private final Key key;
  private final WorkBudget budget;
  private final WalkTrace.Builder trace;
  private final long deadline;
  private final List<Long> askers = new ArrayList<>();
  private boolean over;

  Walk(Key key, WorkBudget budget, long deadline) {
    this.key = key;
    this.budget = budget;
    this.deadline = deadline;
    this.trace = new WalkTrace.Builder(key.name() + " " + key.type());
  }

  Key key() {
    return key;
  }

  Name name() {
    return key.name();
  }

  RecordType type() {
    return key.type();
  }

  WorkBudget budget() {
    return budget;
  }

  WalkTrace.Builder trace() {
    return trace;
  }

  long deadline() {
    return deadline;
  }

  List<Long> askers() {
    return askers;
  }

  boolean isOver() {
    return over;
  }

  void end() {
    over = true;
  }
}
