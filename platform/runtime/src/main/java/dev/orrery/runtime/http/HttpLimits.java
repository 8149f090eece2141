package dev.orrery.runtime.http;

import java.time.Duration;

/// What a server is willing to spend on a client. Every bound of the kit is here.
///
/// @param requestLineBytes the longest request line without its CR LF; longer is 414
/// @param headerBytes all header lines of a request together; more is 431. Trailers have the same
///   bound
/// @param headerCount how many header fields a request may have; more is 431
/// @param bodyBytes the largest request body; larger is 413
/// @param idleTimeout how long a connection may stay open without a request
/// @param headerTimeout how long a request head may take from its first byte to its last; longer is
///   408
/// @param bodyTimeout how long a reading handler waits for more of a streamed body, or for all of a
///   whole body; longer is 408
/// @param writeTimeout how long a client may take nothing of a response before its connection is
///   cut
/// @param drainTimeout how long a closing server lets requests in flight finish
/// @param connections how many connections are served at once; the next one gets 503 and is closed
/// @param concurrentStreams how many requests one HTTP/2 connection may have in flight
/// @param webSocketMessageBytes the largest WebSocket message, fragments together; larger closes
///   with code 1009
public record HttpLimits(
    int requestLineBytes,
    int headerBytes,
    int headerCount,
    long bodyBytes,
    Duration idleTimeout,
    Duration headerTimeout,
    Duration bodyTimeout,
    Duration writeTimeout,
    Duration drainTimeout,
    int connections,
    int concurrentStreams,
    int webSocketMessageBytes) {

  /// The limits a server has when nothing else is said.
  public static final HttpLimits DEFAULTS =
      new HttpLimits(
          8 * 1024,
          16 * 1024,
          100,
          1024 * 1024,
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          10_000,
          100,
          1024 * 1024);

  /// Checks that every bound is positive.
  public HttpLimits {
    positive("requestLineBytes", requestLineBytes);
    positive("headerBytes", headerBytes);
    positive("headerCount", headerCount);
    if (bodyBytes < 0) {
      throw new IllegalArgumentException("bodyBytes must not be negative, but is " + bodyBytes);
    }
    positive("idleTimeout", idleTimeout.toNanos());
    positive("headerTimeout", headerTimeout.toNanos());
    positive("bodyTimeout", bodyTimeout.toNanos());
    positive("writeTimeout", writeTimeout.toNanos());
    positive("drainTimeout", drainTimeout.toNanos());
    positive("connections", connections);
    positive("concurrentStreams", concurrentStreams);
    positive("webSocketMessageBytes", webSocketMessageBytes);
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be greater than zero, but is " + value);
    }
  }

  /// These limits with another bound for the request line.
  public HttpLimits withRequestLineBytes(int bytes) {
    return new HttpLimits(
        bytes,
        headerBytes,
        headerCount,
        bodyBytes,
        idleTimeout,
        headerTimeout,
        bodyTimeout,
        writeTimeout,
        drainTimeout,
        connections,
        concurrentStreams,
        webSocketMessageBytes);
  }

  /// These limits with other bounds for the header section.
  public HttpLimits withHeaders(int bytes, int count) {
    return new HttpLimits(
        requestLineBytes,
        bytes,
        count,
        bodyBytes,
        idleTimeout,
        headerTimeout,
        bodyTimeout,
        writeTimeout,
        drainTimeout,
        connections,
        concurrentStreams,
        webSocketMessageBytes);
  }

  /// These limits with another bound for a request body.
  public HttpLimits withBodyBytes(long bytes) {
    return new HttpLimits(
        requestLineBytes,
        headerBytes,
        headerCount,
        bytes,
        idleTimeout,
        headerTimeout,
        bodyTimeout,
        writeTimeout,
        drainTimeout,
        connections,
        concurrentStreams,
        webSocketMessageBytes);
  }

  /// These limits with another idle time-out.
  public HttpLimits withIdleTimeout(Duration timeout) {
    return new HttpLimits(
        requestLineBytes,
        headerBytes,
        headerCount,
        bodyBytes,
        timeout,
        headerTimeout,
        bodyTimeout,
        writeTimeout,
        drainTimeout,
        connections,
        concurrentStreams,
        webSocketMessageBytes);
  }

  /// These limits with another time-out for the request head.
  public HttpLimits withHeaderTimeout(Duration timeout) {
    return new HttpLimits(
        requestLineBytes,
        headerBytes,
        headerCount,
        bodyBytes,
        idleTimeout,
        timeout,
        bodyTimeout,
        writeTimeout,
        drainTimeout,
        connections,
        concurrentStreams,
        webSocketMessageBytes);
  }

  /// These limits with another time-out for request bodies.
  public HttpLimits withBodyTimeout(Duration timeout) {
    return new HttpLimits(
        requestLineBytes,
        headerBytes,
        headerCount,
        bodyBytes,
        idleTimeout,
        headerTimeout,
        timeout,
        writeTimeout,
        drainTimeout,
        connections,
        concurrentStreams,
        webSocketMessageBytes);
  }

  /// These limits with another time-out for a client that does not take its response.
  public HttpLimits withWriteTimeout(Duration timeout) {
    return new HttpLimits(
        requestLineBytes,
        headerBytes,
        headerCount,
        bodyBytes,
        idleTimeout,
        headerTimeout,
        bodyTimeout,
        timeout,
        drainTimeout,
        connections,
        concurrentStreams,
        webSocketMessageBytes);
  }

  /// These limits with another bound for draining.
  public HttpLimits withDrainTimeout(Duration timeout) {
    return new HttpLimits(
        requestLineBytes,
        headerBytes,
        headerCount,
        bodyBytes,
        idleTimeout,
        headerTimeout,
        bodyTimeout,
        writeTimeout,
        timeout,
        connections,
        concurrentStreams,
        webSocketMessageBytes);
  }

  /// These limits with another bound for connections.
  public HttpLimits withConnections(int count) {
    return new HttpLimits(
        requestLineBytes,
        headerBytes,
        headerCount,
        bodyBytes,
        idleTimeout,
        headerTimeout,
        bodyTimeout,
        writeTimeout,
        drainTimeout,
        count,
        concurrentStreams,
        webSocketMessageBytes);
  }

  /// These limits with another bound for requests in flight on an HTTP/2 connection.
  public HttpLimits withConcurrentStreams(int count) {
    return new HttpLimits(
        requestLineBytes,
        headerBytes,
        headerCount,
        bodyBytes,
        idleTimeout,
        headerTimeout,
        bodyTimeout,
        writeTimeout,
        drainTimeout,
        connections,
        count,
        webSocketMessageBytes);
  }

  /// These limits with another bound for a WebSocket message.
  public HttpLimits withWebSocketMessageBytes(int bytes) {
    return new HttpLimits(
        requestLineBytes,
        headerBytes,
        headerCount,
        bodyBytes,
        idleTimeout,
        headerTimeout,
        bodyTimeout,
        writeTimeout,
        drainTimeout,
        connections,
        concurrentStreams,
        bytes);
  }
}
