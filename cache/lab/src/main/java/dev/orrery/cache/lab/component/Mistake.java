package dev.orrery.cache.lab.component;

/// What a wrong twin of the whole cache does wrong, and the law that notices.
public enum Mistake {
  TTL_IGNORED("keeps every key for ever", CacheContract.TIME_TO_LIVE),
  SET_KEEPS_TTL("a SET without a time to live keeps the old one", CacheContract.TIME_TO_LIVE),
  COUNTS_FROM_ONE("INCREMENT of a missing key starts at 1", CacheContract.STRINGS),
  CONDITION_UNCHECKED("stores whether or not the condition holds", CacheContract.STRINGS),
  DROPS_HIGHEST("max_length drops the highest scores", CacheContract.LISTS),
  TIES_BY_INSERTION("equal scores stand in the order they came", CacheContract.LISTS),
  SIGNED_BYTES("orders members by signed bytes", CacheContract.LISTS),
  PRECONDITION_UNCHECKED("adds whether or not the precondition holds", CacheContract.LISTS),
  EXCLUSIVE_MAXIMUM("leaves max_score itself out", CacheContract.LISTS),
  EMPTY_LIST_STAYS("a list left empty is still found", CacheContract.LISTS),
  TYPE_UNCHECKED("takes a key of the other type for a missing one", CacheContract.TYPES),
  LIMITS_UNCHECKED("takes keys and values of any size", CacheContract.LIMITS);

  private final String description;
  private final String law;

  Mistake(String description, String law) {
    this.description = description;
    this.law = law;
  }

  public String description() {
    return description;
  }

  /// The name of the law that must reject it.
  public String law() {
    return law;
  }
}
