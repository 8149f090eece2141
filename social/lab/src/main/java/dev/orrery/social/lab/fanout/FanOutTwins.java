package dev.orrery.social.lab.fanout;

import dev.orrery.social.timelines.fanout.FanOutStrategy;
import dev.orrery.social.timelines.fanout.HybridFanOut;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/// Strategies that are wrong in one place each.
final class FanOutTwins {
  private FanOutTwins() {}

  static List<WrongTwin<IntFunction<FanOutStrategy>>> all() {
    return List.of(
        plans(
            "not-my-own",
            "an author does not see the own post",
            Contract.ANY,
            right -> (author, followers) -> without(right.plan(author, followers), author)),
        plans(
            "drops-the-last",
            "the last follower is left out",
            Contract.ANY,
            right ->
                (author, followers) ->
                    right.plan(author, followers.subList(0, Math.max(0, followers.size() - 1)))),
        plans(
            "neither-nor",
            "over the threshold nobody is told",
            Contract.ANY,
            right ->
                (author, followers) ->
                    new FanOutStrategy.Plan(right.plan(author, followers).homes(), false)),
        plans(
            "author-twice",
            "the author's home is named once more",
            Contract.ANY,
            right -> (author, followers) -> with(right.plan(author, followers), author)),
        plans(
            "to-a-stranger",
            "a home of somebody who does not follow takes the post",
            Contract.ANY,
            right -> (author, followers) -> with(right.plan(author, followers), author + 100)),
        new WrongTwin<>(
            "never-merges",
            "what is left to the reader is not read",
            Contract.ANY,
            threshold -> reads(threshold, new HybridFanOut(threshold)::plan, (_, _) -> List.of())),
        new WrongTwin<>(
            "merges-strangers",
            "merges every marked author, followed or not",
            Contract.ANY,
            threshold ->
                reads(
                    threshold,
                    new HybridFanOut(threshold)::plan,
                    (_, marked) -> List.copyOf(marked))),
        new WrongTwin<>(
            "off-by-one",
            "writes at the threshold itself",
            "hybrid",
            threshold -> new HybridFanOut(threshold + 1)));
  }

  /// How a post is planned.
  @FunctionalInterface
  private interface Planning {
    FanOutStrategy.Plan plan(long author, List<Long> followers);
  }

  /// What a reader merges.
  @FunctionalInterface
  private interface Merging {
    List<Long> merged(List<Long> following, Set<Long> marked);
  }

  private static WrongTwin<IntFunction<FanOutStrategy>> plans(
      String name, String mistake, String against, UnaryOperator<Planning> spoil) {
    return new WrongTwin<>(
        name,
        mistake,
        against,
        threshold -> {
          FanOutStrategy right = new HybridFanOut(threshold);
          return reads(threshold, spoil.apply(right::plan), right::merged);
        });
  }

  private static FanOutStrategy reads(int threshold, Planning planning, Merging merging) {
    return new FanOutStrategy() {
      @Override
      public int followersNeeded() {
        return threshold;
      }

      @Override
      public Plan plan(long author, List<Long> followers) {
        return planning.plan(author, followers);
      }

      @Override
      public List<Long> merged(List<Long> following, Set<Long> marked) {
        return merging.merged(following, marked);
      }
    };
  }

  private static FanOutStrategy.Plan without(FanOutStrategy.Plan plan, long user) {
    List<Long> homes = new ArrayList<>(plan.homes());
    homes.remove(user);
    return new FanOutStrategy.Plan(homes, plan.authorList());
  }

  private static FanOutStrategy.Plan with(FanOutStrategy.Plan plan, long user) {
    List<Long> homes = new ArrayList<>(plan.homes());
    homes.add(user);
    return new FanOutStrategy.Plan(homes, plan.authorList());
  }
}
