package dev.orrery.tracing.lab;

import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import dev.orrery.tracing.core.trace.CriticalPath;
import dev.orrery.tracing.core.trace.LastFinishingChild;
import java.util.List;
import java.util.Map;

/// `tracing.critical-path`.
public final class CriticalPathSwapPoint implements SwapPoint<CriticalPath> {
  static final String NAME = "tracing.critical-path";
  static final String LAST_FINISHING = "last-finishing";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "Says, for each instant of a request, which span it was waiting for.";
  }

  @Override
  public Class<?> type() {
    return CriticalPath.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without arguments";
  }

  @Override
  public CriticalPath instantiate(Class<?> implementation) throws ReflectiveOperationException {
    return implementation.asSubclass(CriticalPath.class).getConstructor().newInstance();
  }

  @Override
  public Contract<CriticalPath> contract() {
    return CriticalPathLaws.any();
  }

  @Override
  public Map<String, Contract<CriticalPath>> named() {
    return Map.of(LAST_FINISHING, CriticalPathLaws.lastFinishing());
  }

  @Override
  public Map<String, CriticalPath> builtIns() {
    return Map.of(LAST_FINISHING, new LastFinishingChild());
  }

  @Override
  public List<WrongTwin<CriticalPath>> wrongTwins() {
    return List.of(
        new WrongTwin<>(
            "longest-child",
            "follows the longest child instead of the one that finished last",
            LAST_FINISHING,
            WrongPaths.longestChild()),
        new WrongTwin<>(
            "first-started",
            "follows the child that began first instead of the one that finished last",
            LAST_FINISHING,
            WrongPaths.firstStarted()),
        new WrongTwin<>(
            "root-only", "blames the root for everything", LAST_FINISHING, WrongPaths.rootOnly()),
        new WrongTwin<>(
            "asynchronous",
            "counts spans that nobody waited for",
            Contract.ANY,
            WrongPaths.countsAsynchronous()),
        new WrongTwin<>(
            "double-count",
            "counts the time in which two children overlap twice",
            Contract.ANY,
            WrongPaths.countsOverlapsTwice()),
        new WrongTwin<>(
            "skew",
            "believes a child's clock where it sticks out of the parent",
            Contract.ANY,
            WrongPaths.believesSkewedClocks()));
  }
}
