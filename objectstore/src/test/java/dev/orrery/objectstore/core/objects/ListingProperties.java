package dev.orrery.objectstore.core.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.objectstore.core.store.Bytes;
import dev.orrery.testkit.disk.CrashDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// A listing in pages is what a sorted set says it is, in the order of bytes and not of characters.
class ListingProperties {
  private static final Comparator<String> BYTES = Comparator.comparing(Bytes::utf8);

  @Provide
  Arbitrary<Set<String>> keys() {
    return key().set().ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> key() {
    // U+FFFD sorts before U+10000 in bytes, and behind it in UTF-16.
    return Arbitraries.of("a", "b", "/", "//", "\uFFFD", "\uD800\uDC00")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> prefix() {
    return Arbitraries.of("", "a", "a/", "/", "b");
  }

  @Provide
  Arbitrary<String> delimiter() {
    return Arbitraries.of("", "/", "//", "a");
  }

  @Property(tries = 150)
  void pagesTogetherAreTheModelsListing(
      @ForAll("keys") Set<String> keys,
      @ForAll("prefix") String prefix,
      @ForAll("delimiter") String delimiter,
      @ForAll @IntRange(min = 1, max = 4) int limit)
      throws IOException {
    ObjectStore store = Stores.withBucket(new CrashDisk(1));
    for (String key : keys) {
      Stores.put(store, key, "");
    }
    List<String> found = new ArrayList<>();
    String after = "";
    boolean more = true;
    while (more) {
      ObjectListing.Page page =
          store.list(Stores.BUCKET, new ObjectListing.Query(prefix, delimiter, after, limit));
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      page.entries().forEach(entry -> found.add(entry.name()));
      after = page.last();
      more = page.truncated();
    }
    assertThat(found).containsExactlyElementsOf(model(keys, prefix, delimiter));
  }

  private static Set<String> model(Set<String> keys, String prefix, String delimiter) {
    Set<String> entries = new TreeSet<>(BYTES);
    for (String key : keys) {
      if (key.startsWith(prefix)) {
        int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        entries.add(at < 0 ? key : key.substring(0, at + delimiter.length()));
      }
    }
    return entries;
  }
}
