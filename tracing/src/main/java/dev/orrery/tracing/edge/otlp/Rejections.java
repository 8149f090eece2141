package dev.orrery.tracing.edge.otlp;

/// Counts what a request held that could not be taken, and remembers why the first was not. One
/// request, one thread.
final class Rejections {
  private long count;
  private String first = "";

  void add(String reason) {
    add(1, reason);
  }

  void add(long records, String reason) {
    if (count == 0) {
      first = reason;
    }
    count += records;
  }

  boolean any() {
    return count > 0;
  }

  long count() {
    return count;
  }

  /// For the sender's log: the first reason, and how many followed.
  String message() {
    return count <= 1 ? first : first + " (and " + (count - 1) + " more rejected)";
  }
}
