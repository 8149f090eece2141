package dev.orrery.primitives.lab.eviction;

import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Eviction policies that are wrong in one way each.
final class EvictionTwins {
  private EvictionTwins() {}

  static List<WrongTwin<EvictionFactory>> all() {
    return List.of(
        twin("mru", "evicts the most recently used", "lru", EvictionTwins::mru),
        twin("lru-blind-to-reads", "forgets to count a read", "lru", EvictionTwins::blindToReads),
        twin("lru-one-over", "exceeds its bound by one", "lru", EvictionTwins::oneOver),
        twin(
            "lru-by-half",
            "moves a key that is read only one place",
            "lru",
            EvictionTwins::movesOnePlace),
        twin(
            "lfu-remembers-removed",
            "never resets a removed key's count",
            "lfu",
            EvictionTwins::remembersRemoved),
        twin(
            "lfu-ties-by-age",
            "evicts the oldest among equally frequent keys",
            "lfu",
            EvictionTwins::tiesByAge),
        twin("fifo-moves-on-access", "moves a key when it is read", "fifo", EvictionTwins::moves),
        twin("lru-as-lfu", "evicts by recency, not frequency", "lfu", EvictionTwins::moves),
        twin("hoarder", "never evicts", Contract.ANY, EvictionTwins::hoarder),
        twin("one-over", "exceeds its bound by one", Contract.ANY, EvictionTwins::oneOver),
        twin("eager", "evicts as soon as it is full", Contract.ANY, EvictionTwins::eager),
        twin(
            "slanderer",
            "names victims that are not resident",
            Contract.ANY,
            EvictionTwins::slanderer),
        twin(
            "leaky",
            "does not give back the bytes of a removed key",
            Contract.ANY,
            EvictionTwins::leaky));
  }

  private static WrongTwin<EvictionFactory> twin(
      String name, String mistake, String against, EvictionFactory factory) {
    return new WrongTwin<>(name, mistake, against, factory);
  }

  private static ListPolicy mru(long capacity) {
    return new ListPolicy(capacity, ListPolicy.BY_ACCESS.reversed());
  }

  private static ListPolicy blindToReads(long capacity) {
    return new ListPolicy(capacity, ListPolicy.BY_ACCESS) {
      @Override
      void touch(Entry entry) {
        if (entry.accessedAt == 0) {
          super.touch(entry);
        }
      }
    };
  }

  private static ListPolicy oneOver(long capacity) {
    return new ListPolicy(capacity, ListPolicy.BY_ACCESS) {
      @Override
      long bound() {
        return super.bound() + 1;
      }
    };
  }

  private static ListPolicy movesOnePlace(long capacity) {
    return new ListPolicy(capacity, ListPolicy.BY_ACCESS) {
      @Override
      void touch(Entry entry) {
        if (entry.accessedAt == 0) {
          super.touch(entry);
          return;
        }
        long before = entry.accessedAt;
        entries.stream()
            .filter(other -> other.accessedAt > before)
            .min(BY_ACCESS)
            .ifPresent(neighbour -> {
              entry.accessedAt = neighbour.accessedAt;
              neighbour.accessedAt = before;
            });
      }
    };
  }

  private static ListPolicy remembersRemoved(long capacity) {
    Map<String, Long> counts = new HashMap<>();
    return new ListPolicy(capacity, ListPolicy.BY_COUNT) {
      @Override
      void touch(Entry entry) {
        super.touch(entry);
        entry.count = counts.merge(entry.key, 1L, Long::sum);
      }

      @Override
      public List<String> access(String key, long weight) {
        List<String> evicted = super.access(key, weight);
        counts.keySet().removeAll(evicted);
        return evicted;
      }
    };
  }

  private static ListPolicy tiesByAge(long capacity) {
    Comparator<ListPolicy.Entry> byCount = Comparator.comparingLong(entry -> entry.count);
    return new ListPolicy(capacity, byCount.thenComparing(ListPolicy.BY_INSERTION));
  }

  private static ListPolicy moves(long capacity) {
    return new ListPolicy(capacity, ListPolicy.BY_ACCESS);
  }

  private static ListPolicy hoarder(long capacity) {
    return new ListPolicy(capacity, ListPolicy.BY_ACCESS) {
      @Override
      long bound() {
        return Long.MAX_VALUE;
      }
    };
  }

  private static ListPolicy eager(long capacity) {
    return new ListPolicy(capacity, ListPolicy.BY_ACCESS) {
      @Override
      long bound() {
        return super.bound() - 1;
      }
    };
  }

  private static ListPolicy slanderer(long capacity) {
    return new ListPolicy(capacity, ListPolicy.BY_ACCESS) {
      @Override
      public List<String> access(String key, long weight) {
        List<String> evicted = new ArrayList<>(super.access(key, weight));
        if (!evicted.isEmpty()) {
          evicted.add(evicted.getFirst());
        }
        return evicted;
      }
    };
  }

  private static ListPolicy leaky(long capacity) {
    return new ListPolicy(capacity, ListPolicy.BY_ACCESS) {
      private long lost;

      @Override
      public void remove(String key) {
        lost += find(key).map(entry -> entry.weight).orElse(0L);
        super.remove(key);
      }

      @Override
      public List<String> access(String key, long weight) {
        long before = lost;
        List<String> evicted = super.access(key, weight);
        lost = before;
        return evicted;
      }

      @Override
      public long usedBytes() {
        return super.usedBytes() + lost;
      }
    };
  }
}
