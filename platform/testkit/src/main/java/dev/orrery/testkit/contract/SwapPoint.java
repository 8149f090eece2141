package dev.orrery.testkit.contract;

import java.util.List;
import java.util.Map;

/// A place where an implementation can be replaced by one's own. Found through
/// [java.util.ServiceLoader]; a public class with a public constructor without arguments.
///
/// @param <S> what the contract's laws are handed: the interface itself when it is stateless, else
///   a factory of it
public interface SwapPoint<S> {
  /// How it is named on the command line and in configuration: `component.concept`, e.g.
  /// `cache.eviction`.
  String name();

  /// One sentence: what is swapped here.
  String summary();

  /// The interface an implementation implements.
  Class<?> type();

  /// What constructor an implementation must have, in words, e.g. "a public constructor (long
  /// capacityBytes)".
  String constructor();

  /// Makes the subject from a user's class.
  ///
  /// @throws ReflectiveOperationException when the class is not of [#type()] or lacks the
  ///   constructor
  S instantiate(Class<?> implementation) throws ReflectiveOperationException;

  /// The generic contract, named [Contract#ANY].
  Contract<S> contract();

  /// Contracts of named algorithms, by short name (`--as lru`).
  Map<String, Contract<S>> named();

  /// The implementations that ship, by the short name used in configuration. Each keeps
  /// [#contract()], and the contract of its own name where there is one.
  Map<String, S> builtIns();

  List<WrongTwin<S>> wrongTwins();
}
