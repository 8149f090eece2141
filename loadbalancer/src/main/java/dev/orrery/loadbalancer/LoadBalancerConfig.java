package dev.orrery.loadbalancer;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.DataSize;
import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import dev.orrery.runtime.config.Range;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The keys below `loadbalancer` in the configuration.
public record LoadBalancerConfig(
    @Default("[/v1=apigateway, /=web]")
        @Doc("\"/prefix=service\", or \"/prefix=host:port,host:port\" for fixed backends")
        List<String> routes,
    @Default("round-robin")
        @Doc(
            "how a backend is chosen: round-robin, weighted-round-robin, least-connections,"
                + " least-response-time, ip-hash, or a class name")
        String policy,
    @Default("longest-prefix") @Doc("how a route is found: longest-prefix, or a class name")
        String routeTable,
    @Default("/healthz") @Doc("the path asked of each backend; 2xx and 3xx mean fit")
        String healthPath,
    @Default("1s") @Range(min = 50, max = 300_000) @Doc("how often each backend is asked")
        Duration healthInterval,
    @Default("2s") @Range(min = 10, max = 60_000) @Doc("how long an answer to that may take")
        Duration healthTimeout,
    @Default("2") @Range(min = 1, max = 100) @Doc("answers in a row that make a backend fit again")
        int rise,
    @Default("2") @Range(min = 1, max = 100) @Doc("failures in a row that make a backend unfit")
        int fall,
    @Default("false")
        @Doc("whether clients are proxies whose X-Forwarded-* and Forwarded fields are believed")
        boolean trustForwarded,
    @Default("10000") @Range(min = 1, max = 1_000_000) @Doc("connections of clients at a time")
        int maximumConnections,
    @Default("512") @Range(min = 1, max = 65_536) @Doc("connections to one backend at a time")
        int backendConnections,
    @Default("64")
        @Range(min = 0, max = 65_536)
        @Doc("idle connections kept to one backend, for each event loop")
        int idleConnections,
    @Default("30s")
        @Range(min = 10, max = 3_600_000)
        @Doc("how long an idle connection to a backend is kept; less than the backend's own limit")
        Duration backendIdleTimeout,
    @Default("8KiB")
        @Range(min = 64, max = 1_048_576)
        @Doc("the longest request line; longer is 414")
        DataSize requestLine,
    @Default("16KiB")
        @Range(min = 64, max = 1_048_576)
        @Doc("all header fields of a request; more is 431")
        DataSize headers,
    @Default("10s")
        @Range(min = 50, max = 600_000)
        @Doc("how long a request head may take; longer is 408")
        Duration headerTimeout,
    @Default("60s")
        @Range(min = 50, max = 3_600_000)
        @Doc("how long a client's connection may be idle between requests")
        Duration idleTimeout,
    @Default("30s")
        @Range(min = 50, max = 3_600_000)
        @Doc("how long a body may make no progress, either way")
        Duration bodyTimeout,
    @Default("60s")
        @Range(min = 50, max = 3_600_000)
        @Doc("how long a backend may take to begin its answer; longer is 504")
        Duration responseTimeout,
    @Default("2s") @Range(min = 10, max = 60_000) @Doc("how long connecting to a backend may take")
        Duration connectTimeout,
    @Default("10m") @Range(min = 1_000, max = 86_400_000) @Doc("how long a WebSocket may be silent")
        Duration tunnelTimeout,
    @Default("5s")
        @Range(min = 0, max = 600_000)
        @Doc("how long requests in flight may take to finish when the balancer stops")
        Duration drainTimeout,
    @Doc(
            "listeners of layer 4 by name: \"SERVICE:PORTNAME\" or \"host:port*weight,host:port\";"
                + " behind \"PORT=\" where the port must be known; NAME.policy beside it")
        Map<String, String> l4,
    @Default("10m")
        @Range(min = 50, max = 86_400_000)
        @Doc("how long a connection of layer 4 may move nothing in either direction")
        Duration streamIdleTimeout) {
  public static LoadBalancerConfig defaults() {
    return Configuration.empty().bind("loadbalancer", LoadBalancerConfig.class);
  }
}
