package dev.orrery.search.lab.scorer;

import dev.orrery.search.core.scoring.Bm25;
import dev.orrery.search.core.scoring.Dirichlet;
import dev.orrery.search.core.scoring.Scorer;
import dev.orrery.search.core.scoring.TfIdf;
import dev.orrery.search.lab.Brought;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// `search.scorer`.
public final class ScorerSwapPoint implements SwapPoint<Scorer> {
  @Override
  public String name() {
    return "search.scorer";
  }

  @Override
  public String summary() {
    return "How well a term's occurrence in a document answers a question for it.";
  }

  @Override
  public Class<?> type() {
    return Scorer.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without arguments";
  }

  @Override
  public Scorer instantiate(Class<?> implementation) throws ReflectiveOperationException {
    return Brought.instance(implementation, Scorer.class);
  }

  @Override
  public Contract<Scorer> contract() {
    return ScorerContract.any();
  }

  @Override
  public Map<String, Contract<Scorer>> named() {
    return Map.of("bm25", ScorerContract.bm25(), "tf-idf", ScorerContract.tfIdf());
  }

  @Override
  public Map<String, Scorer> builtIns() {
    return Map.of("bm25", Bm25.STANDARD, "tf-idf", new TfIdf(), "dirichlet", Dirichlet.STANDARD);
  }

  @Override
  public List<WrongTwin<Scorer>> wrongTwins() {
    return ScorerTwins.all();
  }
}
