package dev.orrery.objectstore.core.objects;

/// A call that cannot be met, though nothing is broken. The message says what and with which value.
public abstract sealed class ObjectStoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private ObjectStoreException(String message) {
    super(message, null, false, false);
  }

  public static final class NoSuchBucket extends ObjectStoreException {
    private static final long serialVersionUID = 1;

    public NoSuchBucket(String bucket) {
      super("there is no bucket '" + bucket + "'");
    }
  }

  public static final class BucketExists extends ObjectStoreException {
    private static final long serialVersionUID = 1;
    private final String owner;

    public BucketExists(String bucket, String owner) {
      super("there is a bucket '" + bucket + "' already");
      this.owner = owner;
    }

    /// Whose it is.
    public String owner() {
      return owner;
    }
  }

  public static final class BucketNotEmpty extends ObjectStoreException {
    private static final long serialVersionUID = 1;

    public BucketNotEmpty(String bucket) {
      super("bucket '" + bucket + "' still has objects");
    }
  }

  public static final class NoSuchKey extends ObjectStoreException {
    private static final long serialVersionUID = 1;

    public NoSuchKey(String key) {
      super("there is no object '" + key + "'");
    }
  }

  public static final class NoSuchUpload extends ObjectStoreException {
    private static final long serialVersionUID = 1;

    public NoSuchUpload(String upload) {
      super("there is no upload '" + upload + "': it was completed or aborted, or never begun");
    }
  }

  public static final class InvalidPart extends ObjectStoreException {
    private static final long serialVersionUID = 1;

    public InvalidPart(int number, String why) {
      super("part " + number + ": " + why);
    }
  }

  public static final class InvalidPartOrder extends ObjectStoreException {
    private static final long serialVersionUID = 1;

    public InvalidPartOrder(int number, int before) {
      super("part " + number + " is named behind part " + before + "; numbers must ascend");
    }
  }

  public static final class PartTooSmall extends ObjectStoreException {
    private static final long serialVersionUID = 1;

    public PartTooSmall(int number, long bytes, long least) {
      super(
          "part "
              + number
              + " has "
              + bytes
              + " bytes; every one but the last has at least "
              + least);
    }
  }

  public static final class PreconditionFailed extends ObjectStoreException {
    private static final long serialVersionUID = 1;
    private final String condition;

    /// @param condition the name of the header
    public PreconditionFailed(String condition) {
      super("the condition " + condition + " does not hold");
      this.condition = condition;
    }

    public String condition() {
      return condition;
    }
  }

  public static final class ChecksumMismatch extends ObjectStoreException {
    private static final long serialVersionUID = 1;

    public ChecksumMismatch(String given, String computed) {
      super("the checksum given is " + given + ", the one computed is " + computed);
    }
  }
}
