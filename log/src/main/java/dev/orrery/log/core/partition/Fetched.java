package dev.orrery.log.core.partition;

import dev.orrery.log.core.record.LogRecord;
import java.util.List;

/// An answer to a fetch.
///
/// @param bytes content and overhead of the records, as byte limits count them
/// @param nextOffset where to go on
public record Fetched(
    List<LogRecord> records,
    int bytes,
    long highWatermark,
    long logStartOffset,
    int leaderEpoch,
    long nextOffset) {}
