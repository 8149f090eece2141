package dev.orrery.objectstore.core.objects;

import dev.orrery.objectstore.core.catalog.ObjectRecord;
import java.util.List;
import java.util.Optional;

/// What a client says must be so before it reads or writes (RFC 9110 §13).
///
/// Where both are given, entity tags decide and dates are not looked at.
///
/// @param ifMatch entity tags without quotes, or `*`; empty when not asked
/// @param ifNoneMatch the same
/// @param ifModifiedSince seconds since 1970
/// @param ifUnmodifiedSince seconds since 1970
public record Precondition(
    List<String> ifMatch,
    List<String> ifNoneMatch,
    Optional<Long> ifModifiedSince,
    Optional<Long> ifUnmodifiedSince) {
  public static final Precondition NONE =
      new Precondition(List.of(), List.of(), Optional.empty(), Optional.empty());

  /// Only when there is no such object yet.
  public static final Precondition ABSENT =
      new Precondition(List.of(), List.of("*"), Optional.empty(), Optional.empty());

  private static final long MILLIS = 1_000;

  public Precondition {
    ifMatch = List.copyOf(ifMatch);
    ifNoneMatch = List.copyOf(ifNoneMatch);
  }

  /// Whether it holds.
  public enum Outcome {
    HOLDS,
    /// The client has this very object already: 304 for one that reads.
    NOT_MODIFIED,
    FAILED
  }

  /// The outcome, and the header that decided it.
  public record Decision(Outcome outcome, String header) {}

  private static final Decision HOLDS = new Decision(Outcome.HOLDS, "");

  /// For a call on an object that is there.
  public Decision on(ObjectRecord object) {
    long modified = object.modifiedMillis() / MILLIS;
    if (!ifMatch.isEmpty()) {
      if (!matches(ifMatch, object.etag())) {
        return new Decision(Outcome.FAILED, "If-Match");
      }
    } else if (ifUnmodifiedSince.isPresent() && modified > ifUnmodifiedSince.get()) {
      return new Decision(Outcome.FAILED, "If-Unmodified-Since");
    }
    if (!ifNoneMatch.isEmpty()) {
      if (matches(ifNoneMatch, object.etag())) {
        return new Decision(Outcome.NOT_MODIFIED, "If-None-Match");
      }
    } else if (ifModifiedSince.isPresent() && modified <= ifModifiedSince.get()) {
      return new Decision(Outcome.NOT_MODIFIED, "If-Modified-Since");
    }
    return HOLDS;
  }

  private static boolean matches(List<String> tags, String etag) {
    return tags.contains("*") || tags.contains(etag);
  }

  /// For a call that changes: passes, or refuses.
  ///
  /// @throws ObjectStoreException.PreconditionFailed when it does not hold
  /// @throws ObjectStoreException.NoSuchKey when a certain object is asked for and there is none
  void require(String key, Optional<ObjectRecord> object) {
    if (object.isEmpty()) {
      if (!ifMatch.isEmpty()) {
        throw new ObjectStoreException.NoSuchKey(key);
      }
      return;
    }
    Decision decision = on(object.get());
    if (decision.outcome() != Outcome.HOLDS) {
      throw new ObjectStoreException.PreconditionFailed(decision.header());
    }
  }
}
