package dev.orrery.tracing.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.tracing.core.trace.Attributes;
import dev.orrery.tracing.core.trace.Origin;
import dev.orrery.tracing.core.trace.StringPool;
import dev.orrery.tracing.core.trace.TraceId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogStoreTest {
  private static final long HOUR = 3_600_000_000_000L;

  private final LogStore store = new LogStore(100_000, HOUR, new StringPool());

  @Test
  void findsByTraceLevelServiceAndTextNewestFirst() {
    add(1, Severity.INFO, "web", "Served a Page", 7);
    add(3, Severity.ERROR, "web", "no page", 8);
    add(2, Severity.WARN, "db", "slow page", 7);
    assertThat(bodies(query(Optional.of(new TraceId(0, 7)), Severity.UNSPECIFIED, "", "", 0, 0)))
        .containsExactly("slow page", "Served a Page");
    assertThat(bodies(query(Optional.empty(), Severity.WARN, "", "", 0, 0)))
        .containsExactly("no page", "slow page");
    assertThat(bodies(query(Optional.empty(), Severity.UNSPECIFIED, "web", "PAGE", 0, 0)))
        .containsExactly("no page", "Served a Page");
    assertThat(bodies(query(Optional.empty(), Severity.UNSPECIFIED, "", "", 2, 1)))
        .containsExactly("no page");
  }

  @Test
  void theOldestLeaveWhenFullAndAreCounted() {
    for (int i = 0; i < 10_000; i++) {
      add(i, Severity.INFO, "web", "line " + i, 1);
    }
    List<String> kept = bodies(query(Optional.empty(), Severity.UNSPECIFIED, "", "", 0, 10_000));
    assertThat(kept).startsWith("line 9999").hasSize(10_000 - (int) store.dropped());
    assertThat(store.bytes()).isLessThanOrEqualTo(100_000);
  }

  @Test
  void oldEntriesLeaveWithTheNextOne() {
    store.add(entry(1, Severity.INFO, "web", "old", 1), 0);
    store.add(entry(2, Severity.INFO, "web", "new", 1), HOUR);
    assertThat(bodies(query(Optional.empty(), Severity.UNSPECIFIED, "", "", 0, 0)))
        .containsExactly("new");
    assertThat(store.dropped()).isZero();
  }

  @Test
  void severityNumbersFallIntoSixLevelsOfFour() {
    assertThat(Severity.ofNumber(0)).isEqualTo(Severity.UNSPECIFIED);
    assertThat(Severity.ofNumber(1)).isEqualTo(Severity.TRACE);
    assertThat(Severity.ofNumber(9)).isEqualTo(Severity.INFO);
    assertThat(Severity.ofNumber(12)).isEqualTo(Severity.INFO);
    assertThat(Severity.ofNumber(13)).isEqualTo(Severity.WARN);
    assertThat(Severity.ofNumber(24)).isEqualTo(Severity.FATAL);
    assertThat(Severity.ofNumber(25)).isEqualTo(Severity.UNSPECIFIED);
    assertThat(Severity.ofNumber(-1)).isEqualTo(Severity.UNSPECIFIED);
  }

  private List<String> bodies(LogQuery query) {
    return store.find(query).stream().map(LogEntry::body).toList();
  }

  private static LogQuery query(
      Optional<TraceId> trace,
      Severity minimum,
      String service,
      String text,
      long since,
      int limit) {
    return new LogQuery(trace, minimum, service, text, since, limit);
  }

  private void add(long time, Severity severity, String service, String body, long trace) {
    store.add(entry(time, severity, service, body, trace), 0);
  }

  private static LogEntry entry(
      long time, Severity severity, String service, String body, long trace) {
    return new LogEntry(
        time,
        severity,
        new Origin(service, service + "-1"),
        body,
        Optional.of(new TraceId(0, trace)),
        1,
        Attributes.NONE);
  }
}
