package dev.orrery.cache.lab.sortedlist;

import dev.orrery.cache.core.sortedlist.SkipList;
import dev.orrery.cache.core.sortedlist.SortedArray;
import dev.orrery.cache.core.sortedlist.SortedList;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// `cache.sorted-list`.
public final class SortedListSwapPoint implements SwapPoint<Supplier<SortedList>> {
  @Override
  public String name() {
    return "cache.sorted-list";
  }

  @Override
  public String summary() {
    return "How members are held in the order of their scores.";
  }

  @Override
  public Class<?> type() {
    return SortedList.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without arguments";
  }

  @Override
  public Supplier<SortedList> instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    Constructor<? extends SortedList> constructor = checked(implementation).getConstructor();
    constructor.newInstance();
    return () -> {
      try {
        return constructor.newInstance();
      } catch (ReflectiveOperationException failure) {
        throw new IllegalStateException(failure);
      }
    };
  }

  private static Class<? extends SortedList> checked(Class<?> implementation)
      throws ReflectiveOperationException {
    if (!SortedList.class.isAssignableFrom(implementation)) {
      throw new InstantiationException(
          implementation.getName() + " does not implement " + SortedList.class.getName());
    }
    return implementation.asSubclass(SortedList.class);
  }

  @Override
  public Contract<Supplier<SortedList>> contract() {
    return SortedListContract.any();
  }

  @Override
  public Map<String, Contract<Supplier<SortedList>>> named() {
    return Map.of();
  }

  @Override
  public Map<String, Supplier<SortedList>> builtIns() {
    return Map.of("skip-list", SkipList::new, "sorted-array", SortedArray::new);
  }

  @Override
  public List<WrongTwin<Supplier<SortedList>>> wrongTwins() {
    return SortedListTwins.all();
  }
}
