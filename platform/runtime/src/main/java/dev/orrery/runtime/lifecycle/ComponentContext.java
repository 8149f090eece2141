package dev.orrery.runtime.lifecycle;

import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.data.DataDirectory;
import dev.orrery.runtime.net.EventLoops;
import dev.orrery.runtime.rpc.Credentials;
import dev.orrery.runtime.rpc.Neighbours;
import dev.orrery.runtime.rpc.RpcChannels;
import dev.orrery.runtime.rpc.RpcTls;
import dev.orrery.runtime.telemetry.Log;
import dev.orrery.runtime.telemetry.Telemetry;
import dev.orrery.runtime.telemetry.TelemetryConfig;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that one instance is handed by whoever runs it: who it is, where it listens, whom it knows,
/// where its data lies. Immutable but for what it opens at first use (the data directory, the
/// channels, the telemetry), which [#close()] closes.
public final class ComponentContext implements AutoCloseable {
  /// Where telemetry goes.
  public static final String TRACING_TARGET = "orrery:///tracing";

  private final Builder settings;
  private final Faults faults = new Faults();
  private final RpcChannels exportChannels;
  private final Telemetry telemetry;
  private final OpenTelemetry openTelemetry;
  private final RpcChannels channels;
  private final Log log;
  private @Nullable DataDirectory data;

  private ComponentContext(Builder settings) {
    this.settings = settings;
    this.exportChannels = channelsWith(OpenTelemetry.noop(), new Faults());
    this.telemetry =
        settings.telemetry.enabled() && settings.openTelemetry == null
            ? Telemetry.exporting(
                settings.component,
                settings.instance,
                settings.telemetry,
                exportChannels.raw(TRACING_TARGET))
            : Telemetry.off();
    this.openTelemetry = settings.openTelemetry == null ? telemetry.api() : settings.openTelemetry;
    this.channels = channelsWith(openTelemetry, faults);
    this.log =
        new Log(
            openTelemetry,
            settings.instance,
            Severity.valueOf(settings.telemetry.consoleLevel().name()),
            System.err);
  }

  private RpcChannels channelsWith(OpenTelemetry api, Faults injected) {
    return new RpcChannels(
        settings.instance, settings.neighbours, settings.credentials, settings.tls, api, injected);
  }

  public static Builder builder(String component, String instance, Path dataDirectory) {
    return new Builder(component, instance, dataDirectory);
  }

  /// For a test: free ports, no telemetry, no neighbours, fresh credentials.
  public static ComponentContext forTest(String component, Path dataDirectory) {
    return testBuilder(component, dataDirectory).build();
  }

  /// The same, to be completed.
  public static Builder testBuilder(String component, Path dataDirectory) {
    return builder(component, component + "-1", dataDirectory)
        .credentials(Credentials.generated())
        .telemetry(TelemetryConfig.off());
  }

  /// E.g. `cache`.
  public String component() {
    return settings.component;
  }

  /// E.g. `cache-1`.
  public String instance() {
    return settings.instance;
  }

  /// The address to bind.
  public String host() {
    return settings.host;
  }

  /// The port asked for under this name; 0 means any free one.
  public int port(String name) {
    return settings.ports.getOrDefault(name, 0);
  }

  /// The instance's own directory, locked at the first call.
  ///
  /// @throws UncheckedIOException with a sentence for people, when it is in use or unusable
  public synchronized DataDirectory data() {
    if (data == null) {
      try {
        data = DataDirectory.open(settings.dataDirectory);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure.getMessage(), failure);
      }
    }
    return data;
  }

  public RpcChannels channels() {
    return channels;
  }

  public OpenTelemetry openTelemetry() {
    return openTelemetry;
  }

  public Tracer tracer() {
    return openTelemetry.getTracer(Telemetry.SCOPE);
  }

  public Meter meter() {
    return openTelemetry.getMeter(Telemetry.SCOPE);
  }

  public Log log() {
    return log;
  }

  /// Sends the telemetry that is waiting.
  public void flushTelemetry() {
    telemetry.flush();
  }

  public EventLoops eventLoops() {
    return EventLoops.shared();
  }

  public Faults faults() {
    return faults;
  }

  public Credentials credentials() {
    return settings.credentials;
  }

  public RpcTls tls() {
    return settings.tls;
  }

  public Neighbours neighbours() {
    return settings.neighbours;
  }

  public Time time() {
    return SystemTime.INSTANCE;
  }

  /// Closes telemetry, channels and the data directory. The component itself is closed before.
  @Override
  public synchronized void close() {
    channels.close();
    telemetry.close();
    exportChannels.close();
    if (data != null) {
      try {
        data.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      } finally {
        data = null;
      }
    }
  }

  private enum SystemTime implements Time {
    INSTANCE;

    @Override
    public long monotonicNanos() {
      return System.nanoTime();
    }

    @Override
    public long wallMillis() {
      return System.currentTimeMillis();
    }
  }

  /// Collects what a context is made of.
  public static final class Builder {
    private final String component;
    private final String instance;
    private final Path dataDirectory;
    private final Map<String, Integer> ports = new HashMap<>();
    private String host = "127.0.0.1";
    private Neighbours neighbours = Neighbours.none();
    private Credentials credentials = Credentials.generated();
    private RpcTls tls = RpcTls.plaintext();
    private TelemetryConfig telemetry =
        dev.orrery.runtime.config.Configuration.empty().bind("telemetry", TelemetryConfig.class);
    private @Nullable OpenTelemetry openTelemetry;

    private Builder(String component, String instance, Path dataDirectory) {
      this.component = component;
      this.instance = instance;
      this.dataDirectory = dataDirectory;
    }

    public Builder host(String address) {
      host = address;
      return this;
    }

    public Builder port(String name, int number) {
      ports.put(name, number);
      return this;
    }

    public Builder neighbours(Neighbours known) {
      neighbours = known;
      return this;
    }

    /// A fixed address for a service, e.g. `cache` → `127.0.0.1:9400`.
    public Builder target(String service, String address) {
      Map<String, String> fixed = new HashMap<>(neighbours.fixed());
      fixed.put(service, address);
      neighbours = new Neighbours(neighbours.dnsServer(), neighbours.zone(), fixed);
      return this;
    }

    public Builder credentials(Credentials tokens) {
      credentials = tokens;
      return this;
    }

    public Builder tls(RpcTls files) {
      tls = files;
      return this;
    }

    public Builder telemetry(TelemetryConfig config) {
      telemetry = config;
      return this;
    }

    /// Records to this instead of exporting.
    public Builder openTelemetry(OpenTelemetry api) {
      openTelemetry = api;
      return this;
    }

    public ComponentContext build() {
      return new ComponentContext(this);
    }
  }
}
