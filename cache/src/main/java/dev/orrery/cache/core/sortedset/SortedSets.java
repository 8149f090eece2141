package dev.orrery.cache.core.sortedset;

import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.keyspace.SortedListValue;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.PackedSortedList;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SkipList;
import dev.orrery.cache.core.sortedlist.SortedList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The primitive changes of a sorted set under a key.
final class SortedSets {
  private SortedSets() {}

  static @Nullable SortedList held(CommandContext context, Bytes key) {
    Entry entry = context.find(key, SortedListValue.class);
    return entry == null ? null : CommandContext.cast(entry, SortedListValue.class).list();
  }

  static @Nullable SortedList read(CommandContext context, Bytes key) {
    SortedListValue value = context.read(key, SortedListValue.class);
    return value == null ? null : value.list();
  }

  /// An empty one of the encoding that this many members, the longest of this length, call for.
  static SortedList empty(CommandContext context, int members, int longest) {
    return members > context.settings().sortedSetListpackEntries.value()
            || longest > context.settings().sortedSetListpackValue.value()
        ? new SkipList()
        : new PackedSortedList();
  }

  /// The same members in a list that can take these, too.
  static SortedList grown(CommandContext context, SortedList list, int members, int longest) {
    if (!(list instanceof PackedSortedList)
        || empty(context, members, longest) instanceof PackedSortedList) {
      return list;
    }
    SortedList converted = new SkipList();
    list.range(0, list.size()).forEach(m -> converted.add(m.member(), m.score()));
    return converted;
  }

  static SortedListValue value(SortedList list) {
    return new SortedListValue(
        list, list instanceof PackedSortedList ? PackedSortedList::new : SkipList::new);
  }

  /// Puts the members under a key, in place of what is there, or removes it when there are none.
  static void store(CommandContext context, Bytes key, List<ScoredMember> members, String event) {
    if (members.isEmpty()) {
      if (context.database().remove(key)) {
        context.notify('g', "del", key);
      }
      return;
    }
    int longest = members.stream().mapToInt(m -> m.member().length()).max().orElse(0);
    SortedList list = empty(context, members.size(), longest);
    members.forEach(m -> list.add(m.member(), m.score()));
    context.database().put(key, value(list), Entry.NEVER);
    context.notify('z', event, key);
  }

  /// Takes members out, and the key when none is left.
  static void remove(CommandContext context, Bytes key, List<ScoredMember> members, String event) {
    Entry entry = context.find(key, SortedListValue.class);
    if (entry == null || members.isEmpty()) {
      return;
    }
    SortedList list = CommandContext.cast(entry, SortedListValue.class).list();
    members.forEach(member -> list.remove(member.member()));
    context.notify('z', event, key);
    if (list.size() == 0) {
      context.database().remove(key);
      context.notify('g', "del", key);
    } else {
      context.database().changed(entry);
    }
  }

  /// Members as an array; with scores, pairs in RESP3 and twice as long in RESP2.
  static void write(ReplyWriter reply, List<ScoredMember> members, boolean withScores) {
    boolean nested = withScores && reply.version() == 3;
    reply.array(withScores && !nested ? 2 * members.size() : members.size());
    for (ScoredMember member : members) {
      if (nested) {
        reply.array(2);
      }
      reply.bulk(member.member());
      if (withScores) {
        reply.doubleNumber(member.score());
      }
    }
  }
}
