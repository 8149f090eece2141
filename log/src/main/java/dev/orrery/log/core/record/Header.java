package dev.orrery.log.core.record;

import java.nio.ByteBuffer;

/// A record's header. W3C `traceparent` travels in one.
///
/// @param value its bytes from position to limit; a null value on disk reads as an empty one
public record Header(String key, ByteBuffer value) {}
