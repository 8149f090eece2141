package dev.orrery.runtime.config;

/// One value of a configuration, and where it was written.
///
/// @param value a String, Long, Double, Boolean or a List of those
/// @param source e.g. `orrery.toml:12:3` or `--set`
record Setting(Object value, String source) {}
