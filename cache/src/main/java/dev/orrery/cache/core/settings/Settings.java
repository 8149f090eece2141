package dev.orrery.cache.core.settings;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// All settings by name. Those read on hot paths are fields; a family registers more of its own. An
/// alias is an older name for the same setting.
public final class Settings {
  private final Map<String, Setting> byName = new TreeMap<>();

  /// Bytes; 0 means no bound.
  public final Setting.Whole maxmemory = memory("maxmemory", 0, 0, Long.MAX_VALUE);

  /// Bytes of one argument.
  public final Setting.Whole maximumBulk =
      memory("proto-max-bulk-len", 512L << 20, 1L << 20, Long.MAX_VALUE);

  public final Setting.Whole hashListpackEntries = whole("hash-max-listpack-entries", 512);
  public final Setting.Whole hashListpackValue = whole("hash-max-listpack-value", 64);
  public final Setting.Whole sortedSetListpackEntries = whole("zset-max-listpack-entries", 128);
  public final Setting.Whole sortedSetListpackValue = whole("zset-max-listpack-value", 64);
  public final Setting.Whole setIntsetEntries = whole("set-max-intset-entries", 512);
  public final Setting.Whole listListpackSize =
      whole("list-max-listpack-size", -2, Integer.MIN_VALUE, Integer.MAX_VALUE);
  public final Setting.Whole listCompressDepth = whole("list-compress-depth", 0);
  public final Setting.Whole streamNodeBytes =
      memory("stream-node-max-bytes", 4_096, 0, Long.MAX_VALUE);
  public final Setting.Whole streamNodeEntries = whole("stream-node-max-entries", 100);
  public final Setting.Whole hllSparseBytes = memory("hll-sparse-max-bytes", 3_000, 0, 16_000);

  /// Empty means no password.
  public final Setting.Text requirepass = text("requirepass", "");

  public Settings() {
    alias("hash-max-ziplist-entries", hashListpackEntries);
    alias("hash-max-ziplist-value", hashListpackValue);
    alias("zset-max-ziplist-entries", sortedSetListpackEntries);
    alias("zset-max-ziplist-value", sortedSetListpackValue);
    alias("list-max-ziplist-size", listListpackSize);
  }

  /// A whole number from 0 up.
  public Setting.Whole whole(String name, long value) {
    return whole(name, value, 0, Long.MAX_VALUE);
  }

  public Setting.Whole whole(String name, long value, long lowest, long highest) {
    return add(new Setting.Whole(name, value, lowest, highest, false));
  }

  /// A number of bytes, which may be set with a unit: `100mb`.
  public Setting.Whole memory(String name, long value, long lowest, long highest) {
    return add(new Setting.Whole(name, value, lowest, highest, true));
  }

  public Setting.Switch yesNo(String name, boolean on) {
    return add(new Setting.Switch(name, on));
  }

  public Setting.Text text(String name, String value) {
    return add(new Setting.Text(name, value, List.of(), UnaryOperator.identity()));
  }

  /// @param normal gives a value its canonical form, or throws IllegalArgumentException
  public Setting.Text text(String name, String value, UnaryOperator<String> normal) {
    return add(new Setting.Text(name, value, List.of(), normal));
  }

  public Setting.Text oneOf(String name, String value, String... allowed) {
    return add(new Setting.Text(name, value, List.of(allowed), UnaryOperator.identity()));
  }

  public void alias(String name, Setting setting) {
    byName.put(name, setting);
  }

  private <S extends Setting> S add(S setting) {
    if (byName.put(setting.name(), setting) != null) {
      throw new IllegalArgumentException("two settings named " + setting.name());
    }
    return setting;
  }

  /// @return null when there is none
  public @Nullable Setting find(String name) {
    return byName.get(name);
  }

  /// Names, aliases included, in order.
  public Collection<String> names() {
    return byName.keySet();
  }
}
