package dev.orrery.identity.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.identity.core.account.Account;
import dev.orrery.identity.core.account.AccountStore;
import dev.orrery.identity.core.refresh.RefreshFamily;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.rpc.RpcServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What every store of accounts keeps, held against the map and against the one that speaks to a
/// database.
class AccountStoreTest {
  private static final Account ADA = account(1, "ada", Optional.of("$hash$"));
  private static final RefreshFamily FAMILY = new RefreshFamily(1, "h0", 0, false, 99);
  private static final int CONTENDERS = 16;

  @TempDir private Path directory;
  private ComponentContext context;
  private RpcServer server;
  private MapDatabase database;

  AccountStoreTest() {}

  @BeforeEach
  void startADatabase() throws Exception {
    context = ComponentContext.forTest("database", directory);
    database = new MapDatabase();
    server = RpcServer.builder(context).service(database).start();
  }

  @AfterEach
  void stop() {
    server.close();
    context.close();
  }

  private static Account account(long id, String name, Optional<String> hash) {
    return new Account(id, name, "Display " + name, hash, new TreeSet<>(Set.of("user")), 77);
  }

  /// One law, on a store that holds nothing of `ids`.
  private interface LawOfStores {
    void check(AccountStore store) throws Exception;
  }

  private Stream<DynamicTest> onBoth(LawOfStores law) {
    return Stream.of(
        DynamicTest.dynamicTest("map", () -> law.check(new MapAccountStore())),
        DynamicTest.dynamicTest(
            "database",
            () ->
                law.check(
                    new DatabaseAccountStore(
                        context.channels().channel("127.0.0.1:" + server.port())))));
  }

  @TestFactory
  Stream<DynamicTest> whatWasAddedIsFoundByIdAndByName() {
    return onBoth(store -> {
      assertThat(store.byId(1)).isEmpty();
      assertThat(store.byUsername("ada")).isEmpty();
      assertThat(store.add(ADA)).isTrue();
      assertThat(store.byId(1)).contains(ADA);
      assertThat(store.byUsername("ada")).contains(ADA);
      Account imported = account(Long.MAX_VALUE, "imported", Optional.empty());
      assertThat(store.add(imported)).isTrue();
      assertThat(store.byUsername("imported")).contains(imported);
    });
  }

  @TestFactory
  Stream<DynamicTest> ofManyWhoWantANameOneGetsIt() {
    return onBoth(store -> {
      List<Boolean> added =
          atOnce(i -> () -> store.add(account(100 + i, "wanted", Optional.empty())));
      assertThat(added).containsOnlyOnce(true);
      int winner = added.indexOf(true);
      assertThat(store.byUsername("wanted").orElseThrow().id()).isEqualTo(100 + winner);
      assertThat(store.byId(100 + (winner + 1) % CONTENDERS)).isEmpty();
    });
  }

  @TestFactory
  Stream<DynamicTest> onlyWhatIsThereIsReplaced() {
    return onBoth(store -> {
      Account admin = ADA.withRoles(new TreeSet<>(Set.of("admin")));
      assertThat(store.replace(admin)).isFalse();
      assertThat(store.byId(1)).isEmpty();
      store.add(ADA);
      assertThat(store.replace(admin)).isTrue();
      assertThat(store.byUsername("ada")).contains(admin);
    });
  }

  @TestFactory
  Stream<DynamicTest> removingAnAccountFreesItsNameAndEndsItsFamilies() {
    return onBoth(store -> {
      store.add(ADA);
      store.addFamily("mine", FAMILY);
      store.addFamily("another's", new RefreshFamily(2, "h", 0, false, 99));
      assertThat(store.remove(1)).isTrue();
      assertThat(store.remove(1)).isFalse();
      assertThat(store.byUsername("ada")).isEmpty();
      assertThat(store.family("mine")).isEmpty();
      assertThat(store.family("another's")).isPresent();
      assertThat(store.add(account(9, "ada", Optional.empty()))).isTrue();
    });
  }

  @TestFactory
  Stream<DynamicTest> anAccountWithMoreFamiliesThanACommitHoldsGoesWhole() {
    return onBoth(store -> {
      store.add(ADA);
      for (int i = 0; i < 900; i++) {
        store.addFamily("family-" + i, FAMILY);
      }
      assertThat(store.remove(1)).isTrue();
      assertThat(store.family("family-0")).isEmpty();
      assertThat(store.family("family-899")).isEmpty();
      assertThat(database.size()).isZero();
    });
  }

  @TestFactory
  Stream<DynamicTest> ofManyWhoReplaceAFamilyOneDoes() {
    return onBoth(store -> {
      store.addFamily("f", FAMILY);
      long version = store.family("f").orElseThrow().version();
      List<Boolean> replaced =
          atOnce(i -> () -> store.replaceFamily("f", FAMILY.rotatedTo("h" + i), version));
      assertThat(replaced).containsOnlyOnce(true);
      assertThat(store.family("f").orElseThrow().family().currentHash())
          .isEqualTo("h" + replaced.indexOf(true));
      assertThat(store.replaceFamily("unknown", FAMILY, version)).isFalse();
    });
  }

  private static List<Boolean> atOnce(java.util.function.IntFunction<Callable<Boolean>> contender)
      throws Exception {
    List<Future<Boolean>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CONTENDERS; i++) {
        answers.add(threads.submit(contender.apply(i)));
      }
    }
    List<Boolean> results = new ArrayList<>();
    for (Future<Boolean> answer : answers) {
      results.add(answer.get());
    }
    return results;
  }
}
