package dev.orrery.primitives.lab.eviction;

import dev.orrery.primitives.eviction.Clock;
import dev.orrery.primitives.eviction.Fifo;
import dev.orrery.primitives.eviction.Lfu;
import dev.orrery.primitives.eviction.Sieve;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// CLOCK, SIEVE, LFU with aging and the policies that remember names, each wrong in one way.
final class QueueTwins {
  private QueueTwins() {}

  static List<WrongTwin<EvictionFactory>> all() {
    return List.of(
        twin(
            "clock-hand-restarts",
            "begins every search at the oldest key",
            "clock",
            QueueTwins::handRestarts),
        twin("clock-keeps-marks", "never wipes a mark", "clock", QueueTwins::keepsMarks),
        twin("fifo-as-clock", "sets no mark", "clock", Fifo::new),
        twin("sieve-moves-hits", "moves a key that is read", "sieve", QueueTwins::movesHits),
        twin("clock-as-sieve", "puts a newcomer behind the hand", "sieve", Clock::new),
        twin("sieve-as-clock", "leaves a survivor where it is", "clock", Sieve::new),
        twin("lfu-never-ages", "its counts never fade", "lfu-aging", Lfu::new),
        twin(
            "lfu-forgets",
            "starts all counts anew instead of halving them",
            "lfu-aging",
            QueueTwins::forgets),
        twin(
            "ghost-holds-values",
            "keeps the values of keys whose names it remembers",
            Contract.ANY,
            QueueTwins::ghostHoldsValues),
        twin(
            "ghost-weighs",
            "counts the weight of keys whose names it remembers",
            Contract.ANY,
            QueueTwins::ghostWeighs),
        twin("2q-moves-on-trial", "moves a key read on trial", "2q", QueueTwins::movesOnTrial),
        twin(
            "s3-fifo-one-access",
            "one access is enough for the main queue",
            "s3-fifo",
            QueueTwins::oneAccess),
        twin("s3-fifo-no-ghosts", "remembers no names", "s3-fifo", QueueTwins::noGhosts),
        twin("arc-stays", "never moves its target", "arc", QueueTwins::neverAdapts));
  }

  private static WrongTwin<EvictionFactory> twin(
      String name, String mistake, String against, EvictionFactory factory) {
    return new WrongTwin<>(name, mistake, against, factory);
  }

  private static ListPolicy handRestarts(long capacity) {
    return new ListPolicy(capacity, ListPolicy.BY_INSERTION) {
      @Override
      Entry victim(List<Entry> candidates) {
        for (Entry candidate : candidates) {
          if (!candidate.accessed) {
            return candidate;
          }
          candidate.accessed = false;
        }
        return candidates.getFirst();
      }
    };
  }

  private static ListPolicy keepsMarks(long capacity) {
    return new ListPolicy(capacity, ListPolicy.BY_INSERTION) {
      @Override
      Entry victim(List<Entry> candidates) {
        return candidates.stream()
            .filter(candidate -> !candidate.accessed)
            .findFirst()
            .orElse(candidates.getFirst());
      }
    };
  }

  private static ListPolicy movesHits(long capacity) {
    return new SieveModel(capacity) {
      @Override
      void touch(Entry entry) {
        super.touch(entry);
        entries.remove(entry);
        entries.add(entry);
      }
    };
  }

  private static ListPolicy forgets(long capacity) {
    return new AgingModel(capacity) {
      @Override
      void halve() {
        entries.forEach(entry -> entry.count = 0);
      }
    };
  }

  private static ListPolicy ghostHoldsValues(long capacity) {
    return new ListPolicy(capacity, ListPolicy.BY_ACCESS) {
      private final List<String> ghosts = new ArrayList<>();

      @Override
      public List<String> access(String key, long weight) {
        ghosts.remove(key);
        List<String> evicted = super.access(key, weight);
        if (evicted.contains(key)) {
          return evicted;
        }
        ghosts.addAll(evicted);
        return ghosts.size() > 1 ? List.of(ghosts.removeFirst()) : List.of();
      }

      @Override
      public void remove(String key) {
        ghosts.remove(key);
        super.remove(key);
      }
    };
  }

  private static ListPolicy ghostWeighs(long capacity) {
    return new ListPolicy(capacity, ListPolicy.BY_ACCESS) {
      private final Map<String, Long> ghosts = new HashMap<>();

      @Override
      public void remove(String key) {
        find(key).ifPresent(entry -> ghosts.put(key, entry.weight));
        super.remove(key);
      }

      @Override
      Entry insert(String key) {
        ghosts.remove(key);
        return super.insert(key);
      }

      @Override
      public long usedBytes() {
        return super.usedBytes() + ghosts.values().stream().mapToLong(Long::longValue).sum();
      }
    };
  }

  private static NamesModel movesOnTrial(long capacity) {
    return new TwoQueueModel(capacity) {
      @Override
      void hit(String key) {
        super.hit(key);
        if (a1in.remove(key)) {
          a1in.add(key);
        }
      }
    };
  }

  private static NamesModel oneAccess(long capacity) {
    return new S3FifoModel(capacity) {
      @Override
      int accessesToStay() {
        return 0;
      }
    };
  }

  private static NamesModel noGhosts(long capacity) {
    return new S3FifoModel(capacity) {
      @Override
      int ghostNames() {
        return 0;
      }
    };
  }

  private static NamesModel neverAdapts(long capacity) {
    return new ArcModel(capacity) {
      @Override
      void adapt(double by) {
        // The mistake.
      }
    };
  }
}
