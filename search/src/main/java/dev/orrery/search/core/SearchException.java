package dev.orrery.search.core;

import java.io.Serial;

/// How the search engine refuses. The message says what was wrong, with which value, and what would
/// be right.
public abstract sealed class SearchException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private SearchException(String message) {
    super(message, null, false, false);
  }

  public static final class UnknownIndex extends SearchException {
    @Serial private static final long serialVersionUID = 1;
    private final String index;

    public UnknownIndex(String index) {
      super("there is no index '" + index + "'");
      this.index = index;
    }

    public String index() {
      return index;
    }
  }

  public static final class IndexExists extends SearchException {
    @Serial private static final long serialVersionUID = 1;
    private final String index;

    public IndexExists(String index) {
      super("index '" + index + "' exists with another schema or number of shards");
      this.index = index;
    }

    public String index() {
      return index;
    }
  }

  /// Callers may not write what the log writes.
  public static final class IndexIsFed extends SearchException {
    @Serial private static final long serialVersionUID = 1;

    public IndexIsFed(String index) {
      super("index '" + index + "' is fed by the log and takes no documents from callers");
    }
  }

  /// A part of the request is wrong, whatever the index holds.
  public static final class Invalid extends SearchException {
    @Serial private static final long serialVersionUID = 1;
    private final String field;

    /// @param field of the request
    public Invalid(String field, String message) {
      super(message);
      this.field = field;
    }

    public String field() {
      return field;
    }
  }

  /// A document does not fit the schema.
  public static final class Unfit extends SearchException {
    @Serial private static final long serialVersionUID = 1;

    public Unfit(String message) {
      super(message);
    }
  }

  public static final class TooManyBuckets extends SearchException {
    @Serial private static final long serialVersionUID = 1;

    public TooManyBuckets(String field, int maximum) {
      super("field '" + field + "' has more than " + maximum + " distinct values in a shard");
    }
  }

  /// As many requests are under way as the engine takes.
  public static final class TooBusy extends SearchException {
    @Serial private static final long serialVersionUID = 1;

    public TooBusy(int maximum) {
      super(maximum + " requests are under way already; come back in a moment");
    }
  }
}
