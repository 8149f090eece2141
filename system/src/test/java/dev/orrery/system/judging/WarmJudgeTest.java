package dev.orrery.system.judging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.system.testing.LearnersLru;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever the learner's code does in the child, the parent gets an outcome, and the next one.
class WarmJudgeTest {
  private static final String STUB = "/dev/orrery/primitives/lab/stubs/MyLru.java.stub";
  private static final Duration GENEROUS = Duration.ofSeconds(10);
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(60));
  private static WarmJudge judge = new WarmJudge();

  @TempDir Path folder;

  @BeforeAll
  static void warmUp() throws Exception {
    judge.warmUp("cache.eviction", STUB, Path.of("MyLru.java"));
  }

  @AfterAll
  static void close() {
    judge.close();
  }

  private Outcome judge(String source) throws Exception {
    Path file = LearnersLru.save(folder, source);
    Task task = Task.whole("cache.eviction", "lru", new Subject.Source(file), LIMITS);
    return judge.judge(task.from(1, Duration.ZERO));
  }

  private Outcome.Stopped stopped(String statement) throws Exception {
    Outcome outcome = judge(LearnersLru.doing(statement));
    assertThat(outcome).isInstanceOf(Outcome.Stopped.class);
    return (Outcome.Stopped) outcome;
  }

  private Outcome.Rejected rejected(String source) throws Exception {
    Outcome outcome = judge(source);
    assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    return (Outcome.Rejected) outcome;
  }

  @Test
  void whatIsRightIsAccepted() throws Exception {
    Outcome outcome = judge(LearnersLru.right());
    assertThat(outcome).as(outcome.explain().toString()).isInstanceOf(Outcome.Accepted.class);
    assertThat(((Outcome.Accepted) outcome).lastSeed()).isEqualTo(1);
  }

  @Test
  void whatIsWrongIsRejectedWithTheSmallestStory() throws Exception {
    Outcome.Rejected rejected = rejected(LearnersLru.wrong());
    assertThat(rejected.story()).isEqualTo("capacity 2: put a; put b; get a; put c");
    assertThat(rejected.reason()).endsWith("was least recently used");
  }

  @Test
  void whatDoesNotCompileIsToldAsTheCompilerTellsIt() throws Exception {
    Outcome outcome = judge(LearnersLru.doing("int x = \"one\";"));
    assertThat(outcome).isInstanceOf(Outcome.NotCompiled.class);
    assertThat(outcome.explain().getFirst())
        .endsWith("MyLru.java:9: error: incompatible types: String cannot be converted to int");
  }

  @Test
  void anEndlessLoopIsAVerdictAndTheNextOneIsFast() throws Exception {
    Outcome.Stopped stopped = stopped("while (weight >= 0) {}");
    assertThat(stopped.why()).startsWith("does not end");
    assertThat(stopped.where()).isEqualTo("MyLru.java:" + LearnersLru.LINE + ", in access");
    assertThat(stopped.story()).startsWith("capacity ").contains("put a");
    long start = System.nanoTime();
    assertThat(judge(LearnersLru.right()).accepted()).isTrue();
    Duration cold = Duration.ofNanos(System.nanoTime() - start);
    start = System.nanoTime();
    assertThat(judge(LearnersLru.right()).accepted()).isTrue();
    Duration warm = Duration.ofNanos(System.nanoTime() - start);
    System.out.println("first verdict of a new child " + cold + ", second " + warm);
    assertThat(warm).isLessThan(GENEROUS);
  }

  @Test
  void codeThatWaitsForEverIsStopped() throws Exception {
    Outcome.Stopped stopped =
        stopped("synchronized (this) { try { wait(); } catch (InterruptedException e) {} }");
    assertThat(stopped.why()).startsWith("does not come back");
    assertThat(stopped.where()).startsWith("MyLru.java:9");
  }

  @Test
  void fillingTheHeapIsAVerdict() throws Exception {
    Outcome.Stopped stopped =
        stopped(
            "List<long[]> all = new ArrayList<>(); while (weight >= 0) { all.add(new long[1 << 20]); }");
    assertThat(stopped.why()).isEqualTo("uses up the memory: 256 MB were not enough");
    assertThat(stopped.where()).startsWith("MyLru.java:9");
    assertThat(stopped.story()).contains("put a");
  }

  @Test
  void fillingTheHeapForGoodIsAVerdictToo() throws Exception {
    String hoard = "for (int i = 0; i < 1000; i++) { HOARD.add(new long[1 << 16]); }";
    String source =
        LearnersLru.doing(hoard)
            .replace(
                "private final long capacity;",
                "private final long capacity; static final List<long[]> HOARD = new ArrayList<>();");
    Outcome outcome = judge(source);
    assertThat(outcome).isInstanceOf(Outcome.Stopped.class);
    assertThat(judge(LearnersLru.right()).accepted()).isTrue();
  }

  @Test
  void endlessRecursionIsABrokenLaw() throws Exception {
    Outcome.Rejected rejected = rejected(LearnersLru.doing("access(key, weight);"));
    assertThat(rejected.reason()).contains("StackOverflowError");
    assertThat(rejected.where()).isEqualTo("MyLru.java:9, in access");
  }

  @Test
  void exitIsAVerdict() throws Exception {
    Outcome.Stopped stopped = stopped("System.exit(0);");
    assertThat(stopped.why()).isEqualTo("ends the JVM it runs in (System.exit)");
    assertThat(stopped.where()).isEqualTo("MyLru.java:9, in access");
  }

  @Test
  void haltIsAVerdict() throws Exception {
    assertThat(stopped("Runtime.getRuntime().halt(7);").why()).contains("exit code 7");
  }

  @Test
  void anExceptionIsToldWithItsLine() throws Exception {
    Outcome.Rejected rejected = rejected(LearnersLru.doing("Objects.requireNonNull(null);"));
    assertThat(rejected.reason()).startsWith("NullPointerException");
    assertThat(rejected.where()).isEqualTo("MyLru.java:9, in access");
  }

  @Test
  void printsAreShownOfTheSmallestCaseAndDisturbNobody() throws Exception {
    String wrong =
        LearnersLru.wrong()
            .replace(
                "if (weight < 0)", "System.out.println(\"accepted\\n\\n\" + key); if (weight < 0)");
    assertThat(rejected(wrong).printed())
        .isEqualTo("accepted\n\na\naccepted\n\nb\naccepted\n\na\naccepted\n\nc");
    assertThat(judge(LearnersLru.doing("System.out.println(key);")).accepted()).isTrue();
  }

  @Test
  void aChannelThatIsTamperedWithIsAVerdict() throws Exception {
    Outcome.Stopped stopped =
        stopped(
            "try { new java.io.FileOutputStream(java.io.FileDescriptor.out)"
                + ".write(\"mischief\\nno field\\n\".getBytes()); } catch (Exception e) {}");
    assertThat(stopped.why()).startsWith("writes to file descriptor 1");
    assertThat(judge(LearnersLru.right()).accepted()).isTrue();
  }

  @Test
  void aThreadLeftRunningDoesNotReachTheNextVerdict() throws Exception {
    String once =
        LearnersLru.doing(
                "if (!started) { started = true; Thread.ofPlatform().start(() -> loop()); }")
            .replace(
                "private final long capacity;",
                "private final long capacity; static boolean started; static void loop() { while (started) {} }");
    assertThat(judge(once).accepted()).isTrue();
    assertThat(judge(LearnersLru.right()).accepted()).isTrue();
  }

  @Test
  void threadsWithoutNumberAreAVerdict() throws Exception {
    Outcome.Stopped stopped =
        stopped(
            "Thread.ofPlatform().start(() -> { try { Thread.sleep(60_000); } catch (Exception e) {} });");
    assertThat(stopped.why()).startsWith("starts threads that do not end");
  }

  @Test
  void aLoopInTheConstructorIsAVerdict() throws Exception {
    Outcome outcome =
        judge(
            LearnersLru.right()
                .replace("{ capacity = capacityBytes; }", "{ capacity = 1; while (true) {} }"));
    assertThat(outcome).isInstanceOf(Outcome.Stopped.class);
  }

  @Test
  void aClassThatDoesNotFitIsNamedWithWhatWouldFit() throws Exception {
    Outcome outcome = judge("public class MyLru {}");
    assertThat(outcome).isInstanceOf(Outcome.Unfit.class);
    assertThat(outcome.explain().getFirst()).contains("it must implement");
  }
}
