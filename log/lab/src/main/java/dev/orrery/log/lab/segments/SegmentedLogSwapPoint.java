package dev.orrery.log.lab.segments;

import dev.orrery.log.core.segment.IndexedLog;
import dev.orrery.log.core.segment.SegmentedLog;
import dev.orrery.log.lab.segments.PlainLog.Mistake;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// `log.segments`: how a partition is stored.
public final class SegmentedLogSwapPoint implements SwapPoint<SegmentedLog.Opener> {
  @Override
  public String name() {
    return "log.segments";
  }

  @Override
  public String summary() {
    return "how a partition's batches are stored, found and recovered";
  }

  @Override
  public Class<?> type() {
    return SegmentedLog.Opener.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without arguments; it opens logs, whose class is your own affair";
  }

  @Override
  public SegmentedLog.Opener instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    return implementation
        .asSubclass(SegmentedLog.Opener.class)
        .getDeclaredConstructor()
        .newInstance();
  }

  @Override
  public Contract<SegmentedLog.Opener> contract() {
    return SegmentedLogContract.any();
  }

  @Override
  public Map<String, Contract<SegmentedLog.Opener>> named() {
    return Map.of();
  }

  @Override
  public Map<String, SegmentedLog.Opener> builtIns() {
    return Map.of("indexed", IndexedLog::open);
  }

  @Override
  public List<WrongTwin<SegmentedLog.Opener>> wrongTwins() {
    return List.of(
        twin(Mistake.TRUSTS_LENGTHS, "recovery believes lengths and does not look at checksums"),
        twin(Mistake.NEVER_FORCES, "acknowledges what is only in the page cache"),
        twin(Mistake.FORGETS_THE_DIRECTORY, "forces the file but not the name it is found by"),
        twin(Mistake.FLOOR_IS_BELOW, "looks up with < where <= is meant"),
        twin(Mistake.CUTS_AT_ANY_DAMAGE, "cuts the log at damage below the last forced byte"),
        twin(Mistake.ENDS_TOO_LATE, "shows records that are not forced yet"));
  }

  private static WrongTwin<SegmentedLog.Opener> twin(Mistake mistake, String words) {
    String name = mistake.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    return new WrongTwin<>(name, words, Contract.ANY, PlainLog.opener(mistake));
  }
}
