package dev.orrery.loadbalancer.core.balancing;

/// A backend as a policy sees it.
///
/// @param name the instance, unique within the service, e.g. `web-2`
/// @param healthy whether it may be chosen now
public record Candidate(String name, boolean healthy) {}
