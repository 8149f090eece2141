package dev.orrery.cache.edge.resp;

/// What a connection may cost.
///
/// @param clients connections at a time; more are told so and closed
/// @param requestBytes of all arguments of one command
/// @param outputBytes of replies not yet taken by the network; a slower reader is cut off
/// @param blockedInputBytes read ahead of a client that waits in a blocking command
public record RespLimits(int clients, long requestBytes, long outputBytes, int blockedInputBytes) {}
