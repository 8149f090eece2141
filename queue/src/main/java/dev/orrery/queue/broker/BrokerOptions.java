package dev.orrery.queue.broker;

import dev.orrery.queue.core.engine.EngineOptions;
import dev.orrery.queue.core.journal.JournalOptions;

/// What a broker is made with.
///
/// @param inbox operations that may wait for the disk
/// @param flushMillis how soon leases and acknowledgements are forced that nobody waits for
public record BrokerOptions(
    EngineOptions engine, JournalOptions journal, int inbox, long flushMillis) {}
