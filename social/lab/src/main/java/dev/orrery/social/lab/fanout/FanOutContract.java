package dev.orrery.social.lab.fanout;

import dev.orrery.social.timelines.fanout.FanOutStrategy;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/// What every [FanOutStrategy] must keep, tried on a model of the network that is a few maps: posts
/// are planned as the worker does it, timelines are read as the timeline service does it.
final class FanOutContract {
  private FanOutContract() {}

  static Contract<IntFunction<FanOutStrategy>> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "a reader sees every post of those it follows and its own, and no other",
            FanOutCase.arbitrary(),
            FanOutCase::story,
            FanOutContract::everybodySeesWhatTheyFollow),
        Law.of(
            "a plan names each home once, and no stranger's",
            FanOutCase.arbitrary(),
            FanOutCase::story,
            FanOutContract::plansAreTidy));
  }

  static Contract<IntFunction<FanOutStrategy>> hybrid() {
    return Contract.of(
        "hybrid",
        Law.of(
            "below the threshold everything is written, from it on nothing but the author's lists",
            FanOutCase.arbitrary(),
            FanOutCase::story,
            FanOutContract::thresholdDecides));
  }

  private static List<Long> asked(FanOutStrategy strategy, List<Long> followers) {
    return followers.subList(0, Math.min(followers.size(), strategy.followersNeeded()));
  }

  private static void everybodySeesWhatTheyFollow(
      IntFunction<FanOutStrategy> factory, FanOutCase tried) {
    FanOutStrategy strategy = factory.apply(tried.threshold());
    Map<Long, Set<Integer>> homes = new HashMap<>();
    Map<Long, Set<Integer>> lists = new HashMap<>();
    for (int post = 0; post < tried.authors().size(); post++) {
      long author = tried.authors().get(post);
      FanOutStrategy.Plan plan = strategy.plan(author, asked(strategy, tried.followersOf(author)));
      for (long home : plan.homes()) {
        homes.computeIfAbsent(home, _ -> new HashSet<>()).add(post);
      }
      if (plan.authorList()) {
        lists.computeIfAbsent(author, _ -> new HashSet<>()).add(post);
      }
    }
    for (long reader = 0; reader < tried.users(); reader++) {
      List<Long> following = tried.followingOf(reader);
      Set<Integer> seen = new HashSet<>(homes.getOrDefault(reader, Set.of()));
      for (long author : strategy.merged(following, lists.keySet())) {
        seen.addAll(lists.getOrDefault(author, Set.of()));
      }
      Set<Integer> expected = new HashSet<>();
      for (int post = 0; post < tried.authors().size(); post++) {
        long author = tried.authors().get(post);
        if (author == reader || following.contains(author)) {
          expected.add(post);
        }
      }
      if (!seen.equals(expected)) {
        throw new AssertionError(
            "user " + reader + " sees the posts numbered " + seen + ", expected " + expected);
      }
    }
  }

  private static void plansAreTidy(IntFunction<FanOutStrategy> factory, FanOutCase tried) {
    FanOutStrategy strategy = factory.apply(tried.threshold());
    for (long author : tried.authors()) {
      List<Long> followers = tried.followersOf(author);
      List<Long> homes = strategy.plan(author, asked(strategy, followers)).homes();
      if (new HashSet<>(homes).size() != homes.size()) {
        throw new AssertionError("a post of " + author + " goes to a home twice: " + homes);
      }
      List<Long> strangers = new ArrayList<>(homes);
      strangers.removeAll(followers);
      strangers.remove(author);
      if (!strangers.isEmpty()) {
        throw new AssertionError("a post of " + author + " goes to strangers: " + strangers);
      }
    }
  }

  private static void thresholdDecides(IntFunction<FanOutStrategy> factory, FanOutCase tried) {
    FanOutStrategy strategy = factory.apply(tried.threshold());
    for (long author : tried.authors()) {
      List<Long> followers = tried.followersOf(author);
      FanOutStrategy.Plan plan = strategy.plan(author, asked(strategy, followers));
      boolean onRead = followers.size() >= tried.threshold();
      int homes = onRead ? 1 : followers.size() + 1;
      if (plan.authorList() != onRead || plan.homes().size() != homes) {
        throw new AssertionError(
            "user "
                + author
                + " has "
                + followers.size()
                + " followers at threshold "
                + tried.threshold()
                + ", and the plan is "
                + plan);
      }
    }
  }
}
