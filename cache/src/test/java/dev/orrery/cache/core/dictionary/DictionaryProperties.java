package dev.orrery.cache.core.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cache.core.memory.Bytes;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DictionaryProperties {
  private static final class Key extends Dictionary.Node {
    Key(int number) {
      super(Bytes.of("key:" + number));
    }
  }

  @Property(tries = 200)
  void holdsWhatASetHolds(@ForAll long seed, @ForAll @IntRange(min = 1, max = 2_000) int steps) {
    Random random = new Random(seed);
    Dictionary<Key> dictionary = new Dictionary<>();
    Set<Bytes> model = new HashSet<>();
    for (int i = 0; i < steps; i++) {
      Bytes key = Bytes.of("key:" + random.nextInt(300));
      if (random.nextInt(i % 1_000 < 500 ? 4 : 2) == 0) {
        assertThat(dictionary.remove(key) != null).isEqualTo(model.remove(key));
      } else if (dictionary.find(key) == null) {
        dictionary.add(new Key(Integer.parseInt(key.toString().substring(4))));
        assertThat(model.add(key)).isTrue();
      }
      assertThat(dictionary.size()).isEqualTo(model.size());
    }
    Set<Bytes> visited = new HashSet<>();
    dictionary.forEach(node -> assertThat(visited.add(node.key())).isTrue());
    assertThat(visited).isEqualTo(model);
  }

  @Property(tries = 200)
  void aScanShowsEveryElementThatStaysWhileTheTableGrowsAndShrinks(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 500) int staying) {
    Random random = new Random(seed);
    Dictionary<Key> dictionary = new Dictionary<>();
    Set<Bytes> expected = new HashSet<>();
    for (int i = 0; i < staying; i++) {
      Key key = new Key(i);
      dictionary.add(key);
      expected.add(key.key());
    }
    Set<Bytes> seen = new HashSet<>();
    int added = staying;
    int removed = staying;
    long cursor = 0;
    do {
      cursor = dictionary.scan(cursor, node -> seen.add(node.key()));
      int churn = random.nextInt(40);
      boolean growing = random.nextBoolean();
      for (int i = 0; i < churn; i++) {
        if (growing && added < staying + 3_000) {
          dictionary.add(new Key(added++));
        } else if (removed < added) {
          dictionary.remove(Bytes.of("key:" + removed++));
        }
      }
    } while (cursor != 0);
    assertThat(seen).containsAll(expected);
  }
}
