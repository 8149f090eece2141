package dev.orrery.cache.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Against a `java.util.TreeSet` of the identifiers.
class StreamValueProperties {
  private static final int NODE = 3;

  private static StreamId id(int number) {
    return new StreamId(number / 4, number % 4);
  }

  @Property(tries = 300)
  void entriesAreThoseOfAnOrderedSet(
      @ForAll @Size(max = 60) List<@IntRange(max = 99) Integer> steps,
      @ForAll @IntRange(max = 80) int one,
      @ForAll @IntRange(max = 80) int other,
      @ForAll @IntRange(max = 10) int count) {
    StreamValue stream = new StreamValue();
    long empty = stream.retainedBytes();
    TreeSet<StreamId> model = new TreeSet<>();
    int next = 1;
    for (int step : steps) {
      if (step < 60) {
        StreamId id = id(next++);
        stream.append(new StreamEntry(id, List.of(new byte[step])), NODE, 100);
        model.add(id);
      } else if (step < 90) {
        assertThat(stream.remove(id(step - 60))).isEqualTo(model.remove(id(step - 60)));
      } else {
        long removed = stream.trim(step - 90, StreamId.LOWEST, false, 0);
        assertThat(removed).isEqualTo(Math.max(0, model.size() - (step - 90)));
        while (model.size() > step - 90) {
          model.pollFirst();
        }
      }
    }
    assertThat(stream.length()).isEqualTo(model.size());
    StreamId from = id(Math.min(one, other));
    StreamId to = id(Math.max(one, other));
    var part = model.subSet(from, true, to, true);
    assertThat(ids(stream.range(from, to, count, false)))
        .isEqualTo(part.stream().limit(count).toList());
    assertThat(ids(stream.range(from, to, -1, true)))
        .isEqualTo(new ArrayList<>(part.descendingSet()));
    assertThat(stream.copy().retainedBytes()).isEqualTo(stream.retainedBytes());
    assertThat(stream.trim(Long.MAX_VALUE, from, false, 0)).isEqualTo(model.headSet(from).size());
    stream.trim(0, StreamId.LOWEST, false, 0);
    assertThat(stream.retainedBytes()).isEqualTo(empty);
  }

  private static List<StreamId> ids(List<StreamEntry> entries) {
    return entries.stream().map(StreamEntry::id).toList();
  }

  @Property(tries = 100)
  void trimmingByNodesLeavesAtLeastTheLengthAndLessThanANodeMore(
      @ForAll @IntRange(max = 50) int entries, @ForAll @IntRange(max = 50) int longest) {
    StreamValue stream = new StreamValue();
    for (int i = 1; i <= entries; i++) {
      stream.append(new StreamEntry(id(i), List.of()), NODE, 0);
    }
    stream.trim(longest, StreamId.LOWEST, true, 0);
    assertThat(stream.length()).isBetween((long) Math.min(entries, longest), longest + NODE - 1L);
  }
}
