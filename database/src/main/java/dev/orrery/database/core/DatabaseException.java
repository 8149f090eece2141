package dev.orrery.database.core;

/// Why the database does not do what was asked, other than a conflict, which is a result and no
/// error.
public abstract sealed class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private DatabaseException(String message) {
    super(message);
  }

  private DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The version asked for was collected already, or does not exist yet.
  public static final class VersionUnavailable extends DatabaseException {
    private static final long serialVersionUID = 1L;

    public VersionUnavailable(long version, long oldest, long newest) {
      super(
          "version "
              + Long.toUnsignedString(version)
              + " cannot be read; readable are "
              + oldest
              + " to "
              + newest);
    }
  }

  /// As many versions are pinned by snapshots as are allowed.
  public static final class TooManySnapshots extends DatabaseException {
    private static final long serialVersionUID = 1L;

    public TooManySnapshots(int allowed) {
      super("all " + allowed + " snapshots are taken; wait for one to end");
    }
  }

  /// The disk failed or is full: no commit is taken any more, since nothing would be known of its
  /// durability. Reads go on. What a commit in flight became is unknown until the next start.
  public static final class StorageFailed extends DatabaseException {
    private static final long serialVersionUID = 1L;

    public StorageFailed(Throwable cause) {
      super("the storage failed, no commit is taken until a restart: " + cause.getMessage(), cause);
    }
  }
}
