package dev.orrery.social;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import dev.orrery.runtime.config.Range;
import dev.orrery.social.timelines.fanout.FanOutStrategy;
import dev.orrery.social.timelines.merge.TimelineMerge;
import java.time.Duration;

/// Settings of all social services, section `social`.
public record SocialConfig(
    @Default("500")
        @Range(min = 1, max = 100_000)
        @Doc(
            "An author with at least this many followers is merged on read instead of fanned out on write")
        int fanoutThreshold,
    @Default("hybrid")
        @Doc(
            "Where a post goes and what readers merge: hybrid, on-read, or a class with a public constructor (int threshold)")
        String fanout,
    @Default("heap")
        @Doc(
            "How lists of posts become one: heap, or a class with a public constructor without arguments")
        String timelineMerge,
    @Default("800") @Range(min = 200, max = 2_000) @Doc("Posts kept in a cached timeline")
        int homeLength,
    @Default("1h")
        @Range(min = 1_000, max = 86_400_000)
        @Doc("Time to live of what the services cache")
        Duration cacheTtl,
    @Default("500ms")
        @Range(min = 10, max = 60_000)
        @Doc(
            "How long a timeline service relies on what it knows of the authors over the threshold")
        Duration celebrityRefresh,
    @Default("10ms")
        @Range(min = 1, max = 10_000)
        @Doc("Pause between two looks at the outbox while posts come in")
        Duration relayPoll,
    @Default("100ms")
        @Range(min = 1, max = 10_000)
        @Doc("Pause between two looks at the outbox while none come in")
        Duration relayIdlePoll,
    @Default("6s")
        @Range(min = 1_000, max = 60_000)
        @Doc("After this time without a heartbeat a worker's partitions go to the other")
        Duration workerSessionTimeout,
    @Default("32") @Range(min = 1, max = 1_000) @Doc("Cache calls a worker has under way at most")
        int workerCallsInFlight,
    @Default("4")
        @Range(min = 1, max = 256)
        @Doc("Partitions of the topic post-created, when it is made")
        int partitions,
    @Default("-1")
        @Range(min = -1, max = 1_023)
        @Doc("Distinguishes Post instances in post ids; -1 takes it from the instance's name")
        int instanceNumber,
    @Default("12h") @Range(min = 60_000, max = 2_592_000_000L) @Doc("How long a web session lasts")
        Duration sessionLifetime) {
  public SocialConfig {
    Algorithms.check(fanout, timelineMerge);
  }

  /// A fresh strategy of the configured kind.
  ///
  /// @throws ConfigurationException when the class cannot be had or does not fit
  public FanOutStrategy fanOutStrategy() {
    return Algorithms.fanOut(fanout, fanoutThreshold);
  }

  /// The configured merge.
  ///
  /// @throws ConfigurationException when the class cannot be had or does not fit
  public TimelineMerge merge() {
    return Algorithms.merge(timelineMerge);
  }

  /// What holds when nothing is configured.
  public static SocialConfig defaults() {
    return Configuration.empty().bind("social", SocialConfig.class);
  }
}
