package dev.orrery.cache.core.command;

import dev.orrery.cache.core.keyspace.Database;
import dev.orrery.cache.core.keyspace.Databases;
import dev.orrery.cache.core.keyspace.KeyspaceStats;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What `INFO` tells: sections of lines, and the counts behind them. A part of the server that has
/// something to tell adds a section, or lines to one.
public final class ServerInfo {
  /// The version of Redis whose behaviour the commands have; clients look at it.
  public static final String COMPATIBLE_VERSION = "7.0.15";

  /// Collects the lines of a section.
  public interface Lines {
    void add(String name, Object value);
  }

  /// How often a command ran, was refused before it ran, and failed.
  private static final class Calls {
    private long ran;
    private long rejected;
    private long failed;
    private long nanos;
  }

  private final Server server;
  private final long startedMillis;
  private final Map<String, Consumer<Lines>> sections = new LinkedHashMap<>();
  private final IdentityHashMap<CommandSpec, Calls> calls = new IdentityHashMap<>();
  private final Map<String, Long> errors = new TreeMap<>();
  private long connections;
  private long commands;
  private int port;

  ServerInfo(Server server) {
    this.server = server;
    this.startedMillis = server.databases().time().wallMillis();
    add("server", this::serverLines);
    add("clients", this::clientLines);
    add("memory", this::memoryLines);
    add("persistence", lines -> lines.add("loading", 0));
    add("stats", this::statsLines);
    add("replication", ServerInfo::replicationLines);
    add("cpu", ServerInfo::cpuLines);
    add("commandstats", this::commandLines);
    add("errorstats", this::errorLines);
    add("cluster", lines -> lines.add("cluster_enabled", 0));
    add("keyspace", this::keyspaceLines);
  }

  /// A section, after those there are; of the same name, its lines come after those there are.
  public void add(String section, Consumer<Lines> lines) {
    sections.merge(section, lines, Consumer::andThen);
  }

  public void setPort(int number) {
    port = number;
  }

  void countConnection() {
    connections++;
  }

  void countRejected(@Nullable CommandSpec spec) {
    if (spec != null) {
      callsOf(spec).rejected++;
    }
  }

  void countCall(CommandSpec spec, boolean failed, long nanos, ReplyWriter reply) {
    commands++;
    Calls counted = callsOf(spec);
    counted.ran++;
    counted.nanos += nanos;
    if (failed) {
      counted.failed++;
      String message = reply.lastError();
      int end = message.indexOf(' ');
      errors.merge(end < 0 ? message : message.substring(0, end), 1L, Long::sum);
    }
  }

  private Calls callsOf(CommandSpec spec) {
    Calls counted = calls.get(spec);
    if (counted == null) {
      counted = new Calls();
      calls.put(spec, counted);
    }
    return counted;
  }

  /// `CONFIG RESETSTAT`.
  public void reset() {
    calls.clear();
    errors.clear();
    connections = 0;
    commands = 0;
    server.databases().resetStats();
  }

  /// The text of these sections; of the usual ones when none is named.
  public String text(Set<String> wanted) {
    boolean everything = wanted.contains("all") || wanted.contains("everything");
    boolean usual = wanted.isEmpty() || wanted.contains("default");
    StringBuilder text = new StringBuilder();
    sections.forEach((name, lines) -> {
      if (everything || wanted.contains(name) || (usual && !name.equals("commandstats"))) {
        if (!text.isEmpty()) {
          text.append("\r\n");
        }
        text.append("# ").append(title(name)).append("\r\n");
        lines.accept((key, value) -> text.append(key).append(':').append(value).append("\r\n"));
      }
    });
    return text.toString();
  }

  private static String title(String name) {
    return name.equals("cpu")
        ? "CPU"
        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private void serverLines(Lines lines) {
    long seconds = (server.databases().nowMillis() - startedMillis) / 1_000;
    lines.add("redis_version", COMPATIBLE_VERSION);
    lines.add("redis_mode", "standalone");
    lines.add("server_name", "orrery-cache");
    lines.add("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    lines.add("arch_bits", 64);
    lines.add("process_id", ProcessHandle.current().pid());
    lines.add("run_id", "%040x".formatted(startedMillis));
    lines.add("tcp_port", port);
    lines.add("server_time_usec", TimeUnit.MILLISECONDS.toMicros(server.databases().nowMillis()));
    lines.add("uptime_in_seconds", seconds);
    lines.add("uptime_in_days", seconds / 86_400);
    lines.add("hz", 10);
  }

  private void clientLines(Lines lines) {
    lines.add("connected_clients", server.clients().size());
    lines.add("blocked_clients", server.blockedClients().count() + server.pause().held());
  }

  private void memoryLines(Lines lines) {
    Databases databases = server.databases();
    Runtime runtime = Runtime.getRuntime();
    lines.add("used_memory", databases.usedBytes());
    lines.add("used_memory_peak", databases.peakBytes());
    lines.add("used_memory_dataset", databases.usedBytes());
    lines.add("used_memory_rss", runtime.totalMemory());
    lines.add("heap_used", runtime.totalMemory() - runtime.freeMemory());
    lines.add("maxmemory", server.settings().maxmemory.value());
    lines.add("mem_allocator", "jvm");
    lines.add("lazyfree_pending_objects", 0);
    lines.add("lazyfreed_objects", 0);
  }

  private void statsLines(Lines lines) {
    KeyspaceStats stats = server.databases().stats();
    lines.add("total_connections_received", connections);
    lines.add("total_commands_processed", commands);
    lines.add("expired_keys", stats.expirations());
    lines.add("evicted_keys", stats.evictions());
    lines.add("keyspace_hits", stats.hits());
    lines.add("keyspace_misses", stats.misses());
    lines.add("total_error_replies", errors.values().stream().mapToLong(Long::longValue).sum());
  }

  private static void replicationLines(Lines lines) {
    lines.add("role", "master");
    lines.add("connected_slaves", 0);
    lines.add("master_repl_offset", 0);
  }

  private static void cpuLines(Lines lines) {
    double seconds =
        ProcessHandle.current()
            .info()
            .totalCpuDuration()
            .map(spent -> spent.toNanos() / 1e9)
            .orElse(0.0);
    lines.add("used_cpu_user", "%.6f".formatted(seconds));
  }

  private void commandLines(Lines lines) {
    for (CommandSpec spec : server.commands().all()) {
      Calls counted = calls.get(spec);
      if (counted != null) {
        lines.add(
            "cmdstat_" + spec.name(),
            "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d"
                .formatted(
                    counted.ran,
                    counted.nanos / 1_000,
                    counted.ran == 0 ? 0.0 : counted.nanos / 1e3 / counted.ran,
                    counted.rejected,
                    counted.failed));
      }
    }
  }

  private void errorLines(Lines lines) {
    errors.forEach((code, count) -> lines.add("errorstat_" + code, "count=" + count));
  }

  private void keyspaceLines(Lines lines) {
    for (int i = 0; i < Databases.COUNT; i++) {
      Database database = server.databases().database(i);
      if (database.size() > 0) {
        lines.add("db" + i, "keys=%d,expires=%d".formatted(database.size(), database.timedKeys()));
      }
    }
  }
}
