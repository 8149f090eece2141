package dev.orrery.identity;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import dev.orrery.runtime.config.Range;
import java.time.Duration;

/// Configuration section `identity`.
public record IdentityConfig(
    @Default("15m") @Range(min = 1_000, max = 86_400_000) @Doc("how long an access token is good")
        Duration accessTokenLife,
    @Default("30d")
        @Range(min = 60_000, max = 31_536_000_000.0)
        @Doc("how long one log-in can be refreshed")
        Duration refreshLife,
    @Default("single-use") @Doc("rotation of refresh tokens: single-use, or a class of yours")
        String refresh,
    @Default("argon2id") @Doc("password hasher: argon2id, or a class of yours") String passwordHash,
    @Default("2") @Range(min = 1, max = 64) @Doc("passwords hashed at once") int hashingThreads,
    @Default("256")
        @Range(min = 1, max = 10_000)
        @Doc("passwords waiting to be hashed, at most; more are refused")
        int hashingQueue,
    @Default("0") @Range(min = 0, max = 1023) @Doc("this instance's number within account ids")
        int instanceNumber) {
  public static IdentityConfig defaults() {
    return Configuration.empty().bind("identity", IdentityConfig.class);
  }
}
