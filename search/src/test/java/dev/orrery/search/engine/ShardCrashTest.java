package dev.orrery.search.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.search.core.document.Document;
import dev.orrery.search.core.document.FieldDefinition;
import dev.orrery.search.core.document.FieldType;
import dev.orrery.search.core.document.FieldValue;
import dev.orrery.search.core.document.Schema;
import dev.orrery.search.core.index.QueryStatistics;
import dev.orrery.search.core.index.ShardView;
import dev.orrery.search.core.query.Query;
import dev.orrery.search.core.scoring.Bm25;
import dev.orrery.search.engine.lucene.LuceneShard;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// After a power cut at any call a shard holds what its last commit held, or, when the cut fell
/// into a commit, what that one would have held; and the offsets are those of the documents.
class ShardCrashTest {
  private static final Schema SCHEMA =
      new Schema(List.of(FieldDefinition.of("version", FieldType.INTEGER)));
  private static final int COMMITS = 4;

  /// What is in a shard: version by id, and the offset.
  private record State(Map<String, Long> versions, long offset) {}

  private final Thread.@Nullable UncaughtExceptionHandler before =
      Thread.getDefaultUncaughtExceptionHandler();

  /// A merge under way in the background meets the cut too, and need not tell.
  @BeforeEach
  void expectTheCut() {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
      if (!(failure.getCause() instanceof ForgetfulDirectory.Cut) && before != null) {
        before.uncaughtException(thread, failure);
      }
    });
  }

  @AfterEach
  void restore() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  @Test
  void holdsACommitWholeOrNotAtAll() throws Exception {
    for (int seed = 1; seed <= 60; seed++) {
      crash(seed);
    }
  }

  @Test
  @Tag("deep")
  void holdsACommitWholeOrNotAtAllTenThousandTimes() throws Exception {
    for (int seed = 1_000; seed < 4_500; seed++) {
      crash(seed);
    }
  }

  private static void crash(int seed) throws Exception {
    Random random = new Random(seed);
    Map<String, byte[]> disk = Map.of();
    State committed = new State(Map.of(), 0);
    for (int life = 0; life < 3; life++) {
      ForgetfulDirectory directory = new ForgetfulDirectory(disk, random.nextInt(60));
      State next = committed;
      try {
        LuceneShard shard = new LuceneShard(directory, SCHEMA, Bm25.STANDARD);
        for (int commit = 0; commit < COMMITS; commit++) {
          next = work(shard, committed, random);
          shard.commit(Map.of("t/0", next.offset()));
          committed = next;
        }
      } catch (IOException | IllegalStateException cut) {
        // the shard is left as a process would leave it
      }
      disk = directory.afterPowerCut(random);
      committed = recovered(seed, disk, committed, next);
    }
  }

  /// Some documents put, some deleted, and the offset moved on.
  private static State work(LuceneShard shard, State before, Random random) throws IOException {
    Map<String, Long> versions = new HashMap<>(before.versions());
    long offset = before.offset();
    for (int i = 0; i <= random.nextInt(4); i++) {
      String id = "d" + random.nextInt(5);
      offset++;
      if (random.nextInt(4) == 0) {
        versions.remove(id);
        shard.delete(List.of(id));
      } else {
        versions.put(id, offset);
        shard.put(
            List.of(new Document(id, Map.of("version", List.of(new FieldValue.Whole(offset))))));
      }
    }
    return new State(versions, offset);
  }

  private static State recovered(int seed, Map<String, byte[]> disk, State last, State next)
      throws IOException {
    LuceneShard shard =
        new LuceneShard(new ForgetfulDirectory(disk, Integer.MAX_VALUE), SCHEMA, Bm25.STANDARD);
    try (ShardView view = shard.view()) {
      Map<String, Long> versions = new TreeMap<>();
      view.fetch(
              List.of("d0", "d1", "d2", "d3", "d4"),
              new Query.MatchAll(),
              QueryStatistics.EMPTY,
              List.of(),
              true)
          .forEach((id, found) ->
              versions.put(
                  id,
                  ((FieldValue.Whole) found.document().fields().get("version").getFirst())
                      .number()));
      State held = new State(versions, shard.committedOffsets().getOrDefault("t/0", 0L));
      assertThat(held).as("seed %d", seed).isIn(last, next);
      return held;
    } finally {
      shard.close();
    }
  }
}
