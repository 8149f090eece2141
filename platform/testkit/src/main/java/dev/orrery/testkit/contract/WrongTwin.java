package dev.orrery.testkit.contract;

/// A deliberately wrong implementation that a contract must reject on every fixed seed.
///
/// @param name short, e.g. "mru"
/// @param mistake what is wrong with it, in a sentence
/// @param against the name of the contract that rejects it, [Contract#ANY] or an algorithm's
/// @param subject the wrong implementation (a factory of it)
public record WrongTwin<S>(String name, String mistake, String against, S subject) {}
