package dev.orrery.search.lab.topk;

import dev.orrery.search.core.ranking.HeapTopK;
import dev.orrery.search.core.ranking.SortingTopK;
import dev.orrery.search.core.ranking.TopK;
import dev.orrery.search.lab.Brought;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// `search.top-k`.
public final class TopKSwapPoint implements SwapPoint<TopK> {
  @Override
  public String name() {
    return "search.top-k";
  }

  @Override
  public String summary() {
    return "How the hits of several shards become one page.";
  }

  @Override
  public Class<?> type() {
    return TopK.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without arguments";
  }

  @Override
  public TopK instantiate(Class<?> implementation) throws ReflectiveOperationException {
    return Brought.instance(implementation, TopK.class);
  }

  @Override
  public Contract<TopK> contract() {
    return TopKContract.any();
  }

  @Override
  public Map<String, Contract<TopK>> named() {
    return Map.of();
  }

  @Override
  public Map<String, TopK> builtIns() {
    return Map.of("heap", new HeapTopK(), "sort", new SortingTopK());
  }

  @Override
  public List<WrongTwin<TopK>> wrongTwins() {
    return TopKTwins.all();
  }
}
