package dev.orrery.database.core.transaction;

import dev.orrery.database.core.Bytes;

/// Which precondition failed.
///
/// @param key the row in the way; of a range too old to be checked, its start
/// @param reason for people
public record Conflict(String table, Bytes key, String reason) {}
