package dev.orrery.social.lab.merge;

import dev.orrery.primitives.lab.Implementation;
import dev.orrery.social.timelines.merge.HeapMerge;
import dev.orrery.social.timelines.merge.TimelineMerge;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// The swap point `social.timeline-merge`.
public final class MergeSwapPoint implements SwapPoint<TimelineMerge> {
  @Override
  public String name() {
    return "social.timeline-merge";
  }

  @Override
  public String summary() {
    return "Merges several lists of posts, each newest first, into one page of a timeline.";
  }

  @Override
  public Class<?> type() {
    return TimelineMerge.class;
  }

  @Override
  public String constructor() {
    return "a public constructor ()";
  }

  @Override
  public TimelineMerge instantiate(Class<?> implementation) throws ReflectiveOperationException {
    return Implementation.of(implementation, TimelineMerge.class).create();
  }

  @Override
  public Contract<TimelineMerge> contract() {
    return MergeContract.any();
  }

  @Override
  public Map<String, Contract<TimelineMerge>> named() {
    return Map.of();
  }

  @Override
  public Map<String, TimelineMerge> builtIns() {
    return Map.of("heap", new HeapMerge());
  }

  @Override
  public List<WrongTwin<TimelineMerge>> wrongTwins() {
    return MergeTwins.all();
  }
}
