package dev.orrery.objectstore.core.objects;

import dev.orrery.objectstore.core.catalog.Catalog;
import dev.orrery.objectstore.core.catalog.ObjectRecord;
import dev.orrery.objectstore.core.catalog.Records;
import dev.orrery.objectstore.core.catalog.Rows;
import dev.orrery.objectstore.core.store.Bytes;
import dev.orrery.objectstore.core.store.Cursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Lists a bucket, in the byte order of keys.
///
/// With a delimiter, keys that go on behind it are folded into one entry, and the walk does not
/// read them: it jumps behind the last key that begins so.
///
/// ```
///   prefix "", delimiter "/"
///   a      b/1  b/2  b/3      c          keys
///   a      b/ ──────────────▶ c          entries; two seeks instead of five steps
/// ```
public final class ObjectListing {
  /// What is asked for.
  ///
  /// @param prefix of the keys; may be empty
  /// @param delimiter empty: no folding
  /// @param after only entries behind this key or folded entry; empty: from the first
  /// @param limit entries at most, folded ones count as one
  public record Query(String prefix, String delimiter, String after, int limit) {}

  /// An entry of a page.
  public sealed interface Entry {
    /// The key, or what the folded keys begin with.
    String name();

    record Key(String name, ObjectRecord object) implements Entry {}

    /// Keys folded at the delimiter.
    record Folded(String name) implements Entry {}
  }

  /// @param truncated whether there are more behind the last entry
  public record Page(List<Entry> entries, boolean truncated) {
    /// Where to go on: the name of the last entry; empty when there is none.
    public String last() {
      return entries.isEmpty() ? "" : entries.getLast().name();
    }
  }

  private final Catalog catalog;
  private final Bytes bucket;
  private final Bytes prefix;
  private final Bytes delimiter;
  private final Bytes after;
  private final int limit;
  private final List<Entry> entries = new ArrayList<>();

  private ObjectListing(Catalog catalog, String bucket, Query query) {
    this.catalog = catalog;
    this.bucket = Rows.objects(bucket);
    this.prefix = Bytes.utf8(query.prefix());
    this.delimiter = Bytes.utf8(query.delimiter());
    this.after = Bytes.utf8(query.after());
    this.limit = query.limit();
  }

  static Page page(Catalog catalog, String bucket, Query query) throws IOException {
    if (query.limit() == 0) {
      return new Page(List.of(), false);
    }
    ObjectListing listing = new ObjectListing(catalog, bucket, query);
    return new Page(listing.entries, listing.walk());
  }

  /// Collects entries; whether there were more than fit.
  private boolean walk() throws IOException {
    Bytes end = bucket.concat(prefix).afterPrefix();
    Bytes from = prefix;
    if (!after.isEmpty() && after.next().compareTo(prefix) > 0) {
      from = after.next();
    }
    while (true) {
      Bytes jump = Bytes.EMPTY;
      try (Cursor cursor = catalog.scan(bucket.concat(from), end)) {
        while (jump.isEmpty()) {
          if (!cursor.next()) {
            return false;
          }
          Bytes key = cursor.key().slice(bucket.length(), cursor.key().length());
          Bytes folded = folded(key);
          if (!folded.isEmpty() && after.startsWith(folded)) {
            jump = folded.afterPrefix();
          } else if (entries.size() == limit) {
            return true;
          } else if (folded.isEmpty()) {
            entries.add(new Entry.Key(key.text(), Records.object(cursor.value())));
          } else {
            entries.add(new Entry.Folded(folded.text()));
            jump = folded.afterPrefix();
          }
        }
      }
      from = jump;
    }
  }

  /// What the key is folded into; empty when it stands for itself.
  private Bytes folded(Bytes key) {
    int found = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
    return found < 0 ? Bytes.EMPTY : key.slice(0, found + delimiter.length());
  }
}
